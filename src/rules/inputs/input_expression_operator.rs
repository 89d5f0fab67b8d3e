//! Operators and functions inside `${{ … }}`.

use crate::expression::template::{Malformed, PartKind};
use crate::rules::prelude::*;
use crate::rules::shared::inputs::span;
use crate::rules::shared::words::excerpt;

rule! {
    id: "input-expression-operator",
    category: Inputs,
    summary: "an operator or a function inside `${{ … }}`",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/#overview",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for text in view.texts() {
        for part in text.parts.iter() {
            let PartKind::Malformed(Malformed::Operator(operator)) = part.kind else {
                continue;
            };
            // Another program's, where a script writes a file for it.
            let is_foreign = |at: usize| {
                let script = text.script.as_ref();
                !text.text[part.range.clone()].contains("inputs.")
                    && script.is_some_and(|script| script.shell.is_literal_document(at))
            };
            if text.is_comment(part.range.start) || is_foreign(part.range.start) {
                continue;
            }
            let operator = excerpt(operator);
            report
                .span(text.place.node, span(view, text, part), format!("`{operator}` is not understood between `${{{{` and `}}}}`"))
                .help("only a plain `${{ inputs.<id> }}` is documented; let a step decide, or a `when.condition`")
                .in_use();
        }
    }
}
