//! An integration that the team does not have.

use crate::rules::prelude::*;
use crate::rules::shared::words::nearest;

rule! {
    id: "unknown-integration",
    category: Publishing,
    severity: Error,
    summary: "an App Store Connect integration that is not among those the project lists",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(known) = &view.file.settings.known.integrations else {
        return;
    };
    let tree = view.tree();
    let integrations = view.workflow.integrations.value();
    let Some(named) = integrations.and_then(|it| it.app_store_connect.value()?.literal()) else {
        return;
    };
    let name = named.get(tree);
    if name.contains("${{") || known.iter().any(|known| known == name) {
        return;
    }
    let help = "names must be as under Team integrations, letter for letter; the key needs the App Manager role. Codemagic refuses to start the build otherwise";
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => {
            let quoted = format!("'{}'", near.replace('\'', "''"));
            let span = tree.span(named.0);
            report
                .at(
                    named.0,
                    format!("unknown integration `{name}`; did you mean `{near}`?"),
                )
                .help(help)
                .fix(Fix::suggestion(format!("write `{near}`"), span, quoted));
        }
        None => {
            report
                .at(named.0, format!("unknown integration `{name}`"))
                .help(help);
        }
    }
}
