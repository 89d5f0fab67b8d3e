//! An input that nothing uses.

use crate::expression::template::{PartKind, is_input_id};
use crate::rules::prelude::*;
use rustc_hash::FxHashSet;

rule! {
    id: "input-unused",
    category: Inputs,
    severity: Hint,
    summary: "an input that the workflow never uses",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let entries = view.workflow.inputs.entries();
    if entries.is_empty() {
        return;
    }
    let mut used = FxHashSet::default();
    for text in view.texts() {
        used.extend(text.parts.iter().filter_map(|part| match part.kind {
            PartKind::Input { id, .. } | PartKind::UnreadInput { id } => Some(id),
            _ => None,
        }));
    }
    let malformed = view.texts().iter().flat_map(|text| text.parts.iter());
    if malformed
        .into_iter()
        .any(|part| matches!(part.kind, PartKind::Malformed(_)))
    {
        return;
    }
    let tree = view.tree();
    for entry in entries {
        let key = entry.entry.key;
        let id = tree.scalar(key).unwrap_or_default();
        // An id that no expression can name has a rule of its own.
        if used.contains(id) || !is_input_id(id) {
            continue;
        }
        report
            .at(key, format!("nothing in this workflow uses the input `{id}`"))
            .help(format!("write `${{{{ inputs.{id} }}}}` where its value belongs, or leave the input out: people are asked for it in vain"))
            .in_use();
    }
}
