//! Each platform has some versions of Java.

use crate::expression::version;
use crate::knowledge::versions::{self, AS_OF};
use crate::model::join_or;
use crate::rules::prelude::*;
use crate::rules::shared::tools;
use crate::rules::shared::words::{excerpt, nearest};

rule! {
    id: "java-version",
    category: Environment,
    summary: "a version of Java that the machine does not have",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(environment) = tools::environment(view) else {
        return;
    };
    let Some((node, text)) = tools::written(view.tree(), &environment.java) else {
        return;
    };
    if text == "default" {
        return;
    }
    let shown = excerpt(text);
    let platform = tools::platform(view.workflow);
    let installed = versions::java(platform);
    let list: Vec<String> = installed.iter().map(u32::to_string).collect();
    let help = format!("write `default`, {}", join_or(&list));
    let Some(major) = major(text) else {
        let message = match nearest(text, ["default"]) {
            Some(near) => format!("there is no Java `{shown}`; did you mean `{near}`?"),
            None => format!("`{shown}` is no version of Java"),
        };
        report.at(node, message).help(help);
        return;
    };
    let newest = |majors: &[u32]| majors.last().copied().unwrap_or_default();
    if installed.contains(&major) || major > newest(&versions::java(None)) {
        return;
    }
    let machines = platform.map_or("any machine".into(), |it| format!("{} machines", it.name()));
    let draft = report
        .at(
            node,
            format!("there is no Java `{shown}` on {machines} (as of {AS_OF})"),
        )
        .help(help)
        .in_use();
    // Another platform has it, so this one may by now.
    if major > newest(&installed) {
        draft.severity(Severity::Hint);
    }
}

/// `17` of `17` and `17.0.2`, `8` of `1.8`.
fn major(text: &str) -> Option<u32> {
    let version = version(text)?;
    match (version.major(), version.minor()) {
        (1, Some(minor)) => Some(minor),
        (major, _) => Some(major),
    }
}
