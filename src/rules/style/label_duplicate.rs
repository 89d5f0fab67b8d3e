//! The same label twice.

use crate::rules::prelude::*;
use crate::rules::shared::duplicates::{removed, repetitions};
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
    for found in repetitions(named.filter(|(_, text)| !text.is_empty())) {
        let text = excerpt(tree.scalar(found.node).unwrap_or_default());
        let draft = report
            .at(found.node, format!("label `{text}` is listed twice"))
            .help("remove one of the two; a build has a label or not")
            .related(tree, found.first, "first listed here");
        if let Some(fix) = removed(tree, found.node, "remove the repeated label") {
            draft.fix(fix);
        }
    }
}
