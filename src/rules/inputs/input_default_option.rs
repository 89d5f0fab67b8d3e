//! A choice whose default is none of its options.

use crate::model::workflow::InputType;
use crate::rules::prelude::*;
use crate::rules::shared::inputs::{as_text, declared, node, options};
use crate::rules::shared::words::{excerpt, nearest};

rule! {
    id: "input-default-option",
    category: Inputs,
    severity: Error,
    summary: "a `default` that is none of the `options`",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/#default",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let choices = declared(view).filter(|input| input.kind() == Some(InputType::Choice));
    for declared in choices {
        let input = declared.input;
        let Some(default) = node(tree, &input.default).filter(|_| input.default.value().is_some())
        else {
            continue;
        };
        let all = input.options.items();
        if all.is_empty() || all.iter().any(|item| item.value.is_none()) {
            continue;
        }
        let wanted = as_text(tree, default);
        if options(tree, input).any(|(option, _)| as_text(tree, option) == wanted) {
            continue;
        }
        let shown = excerpt(&wanted);
        let draft = report
            .at(default, format!("`{shown}` is none of the `options`"))
            .in_use();
        match nearest(&wanted, options(tree, input).map(|(_, text)| text)) {
            Some(meant) => draft.help(format!("did you mean `{meant}`? Codemagic rejects a default that cannot be chosen")),
            None => draft.help("choose one of the options, or add this value to them; Codemagic rejects a default that cannot be chosen"),
        };
    }
}
