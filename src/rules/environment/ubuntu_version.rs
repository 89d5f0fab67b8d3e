//! Linux machines run one version of Ubuntu.

use std::cmp::Ordering;

use crate::expression::version;
use crate::knowledge::machines::Platform;
use crate::knowledge::versions::{AS_OF, UBUNTU};
use crate::rules::prelude::*;
use crate::rules::shared::tools;
use crate::rules::shared::words::excerpt;
use crate::syntax::ScalarStyle;

rule! {
    id: "ubuntu-version",
    category: Environment,
    summary: "a version of Ubuntu that no machine has",
    source: "https://docs.codemagic.io/specs-linux/ubuntu-24.04/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let Some(environment) = tools::environment(view) else {
        return;
    };
    let Some((node, text)) = tools::written(tree, &environment.ubuntu) else {
        return;
    };
    // Elsewhere the key means nothing; what words there are is not known.
    let without_ubuntu = tools::platform(view.workflow).is_some_and(|it| it != Platform::Linux);
    let Some(version) = version(text).filter(|_| !without_ubuntu) else {
        return;
    };
    let (year, month) = UBUNTU;
    let known = format!("{year}.{month:02}");
    let shown = excerpt(text);
    let message = match (version.major(), version.minor()) {
        (major, None) if major == year => format!("`{shown}` is no version of Ubuntu"),
        (major, minor) => match (major, minor.unwrap_or_default()).cmp(&UBUNTU) {
            Ordering::Equal | Ordering::Greater => return,
            Ordering::Less => {
                format!("no machine has Ubuntu `{shown}`: they run {known} (as of {AS_OF})")
            }
        },
    };
    let draft = report
        .at(node, message)
        .help(format!("write `{known}`, or leave the key out"));
    if tree.kind(node) == NodeKind::Scalar && tree.scalar_style(node) != Some(ScalarStyle::Literal)
    {
        let fix = Fix::suggestion(
            format!("write `{known}`"),
            tree.span(node),
            format!("'{known}'"),
        );
        draft.fix(fix);
    }
}
