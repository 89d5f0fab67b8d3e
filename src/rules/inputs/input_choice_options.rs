//! `type: choice` and `options` come together.

use crate::model::workflow::InputType;
use crate::rules::prelude::*;
use crate::rules::shared::inputs::declared;

rule! {
    id: "input-choice-options",
    category: Inputs,
    severity: Error,
    summary: "a `choice` without `options`, or `options` of another type",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/#options",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for declared in declared(view) {
        let input = declared.input;
        let Some(kind) = declared.kind() else {
            continue;
        };
        let is_choice = kind == InputType::Choice;
        match input.options.key() {
            None if is_choice => {
                report
                    .at(declared.key, format!("`{}` is a choice without `options`", declared.id))
                    .help("list the values to choose from under `options`; Codemagic rejects a choice without any");
            }
            Some(options) if !is_choice && input.options.is_set() => {
                let kind = kind.word();
                report
                    .at(options, format!("`options` go with `type: choice`, and this input is of type `{kind}`"))
                    .help("write `type: choice`, or leave the options out; Codemagic rejects them with other types");
            }
            _ => {}
        }
    }
}
