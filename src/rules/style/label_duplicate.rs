//! The same label twice.

use crate::rules::prelude::*;
use crate::rules::shared::duplicates::{self, Removable, repeated};
use crate::rules::shared::words::excerpt;

rule! {
    id: "label-duplicate",
    category: Style,
    summary: "a label that is listed twice",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let items = view.workflow.labels.items().iter();
    // Also `$NAME` twice gives the same label twice.
    let named = items.filter_map(|item| Some((item.node, tree.scalar(item.node)?.trim())));
    for found in repeated(named.filter(|(_, text)| !text.is_empty())) {
        let text = excerpt(tree.scalar(found.item).unwrap_or_default());
        let message = format!("label `{text}` is listed twice");
        duplicates::report(report, found, message, Removable::Later)
            .help("remove one of the two; a build has a label or not");
    }
}
