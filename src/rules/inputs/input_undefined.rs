//! `${{ inputs.id }}` of an input that the workflow does not have.

use crate::expression::template::PartKind;
use crate::rules::prelude::*;
use crate::rules::shared::inputs::{declared, has_more, ids};
use crate::rules::shared::words::nearest;

rule! {
    id: "input-undefined",
    category: Inputs,
    severity: Error,
    summary: "an input that the workflow does not have",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/",
    fix: Unsafe,
    check: Workflow(check),
}

/// Most inputs that an unknown id is compared with.
const MOST_COMPARED: usize = 200;

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    if has_more(view) {
        return;
    }
    let ids = ids(view);
    for text in view.texts() {
        for part in text.parts.iter() {
            let PartKind::Input { id, ref id_range } = part.kind else {
                continue;
            };
            if ids.contains(id) || text.is_comment(part.range.start) {
                continue;
            }
            let span = view.script_span(text.place.node, id_range.clone());
            let draft = report
                .span(
                    text.place.node,
                    span,
                    format!("this workflow has no input `{id}`"),
                )
                .in_use();
            let Some(meant) = nearest(id, declared(view).map(|it| it.id).take(MOST_COMPARED))
            else {
                draft.help(format!("declare `{id}` under the workflow's `inputs`; inputs of other workflows are not seen here"));
                continue;
            };
            draft
                .help(format!(
                    "did you mean `{meant}`? Nothing is filled in otherwise"
                ))
                .fix(Fix::suggestion(format!("write `{meant}`"), span, meant));
        }
    }
}
