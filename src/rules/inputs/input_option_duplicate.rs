//! The same option twice.

use crate::rules::prelude::*;
use crate::rules::shared::inputs::{as_text, declared, options};
use crate::rules::shared::removal;
use crate::rules::shared::words::excerpt;
use rustc_hash::FxHashMap;

rule! {
    id: "input-option-duplicate",
    category: Inputs,
    summary: "an option of a choice that is listed twice",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/#options",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for declared in declared(view) {
        let mut seen: FxHashMap<String, NodeId> = FxHashMap::default();
        for (option, _) in options(tree, declared.input) {
            let text = as_text(tree, option);
            let shown = excerpt(&text);
            let Some(first) = seen.get(&text) else {
                seen.insert(text, option);
                continue;
            };
            let draft = report
                .at(option, format!("the option `{shown}` is listed twice"))
                .help("remove one of the two; options are compared as text")
                .related(tree, *first, "first listed here");
            if let Some(span) = removal::of_item(tree, option) {
                draft.fix(Fix::safe("remove the repeated option", span, ""));
            }
        }
    }
}
