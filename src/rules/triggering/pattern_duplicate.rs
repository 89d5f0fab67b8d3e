//! The same pattern twice.

use rustc_hash::FxHashMap;

use crate::rules::prelude::*;
use crate::rules::shared::idle_patterns::lists_in_effect;
use crate::rules::shared::removal;

rule! {
    id: "pattern-duplicate",
    category: Triggering,
    severity: Hint,
    summary: "a branch or tag pattern that is listed twice",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for list in lists_in_effect(view) {
        let mut known: FxHashMap<_, NodeId> = FxHashMap::default();
        for rule in list.rules.iter().filter(|rule| rule.key.is_some()) {
            let (Some(text), Some(include)) = (rule.text, rule.include) else {
                continue;
            };
            let Some(earlier) = known.insert((text, include, rule.source), rule.item) else {
                continue;
            };
            let draft = report
                .at(rule.place(), format!("`{text}` is listed twice"))
                .help("remove one of the two; the later decides alone")
                .related(tree, earlier, "first listed here");
            if let Some(span) = removal::of_item(tree, earlier) {
                draft.fix(Fix::safe("remove the earlier item", span, ""));
            }
        }
    }
}
