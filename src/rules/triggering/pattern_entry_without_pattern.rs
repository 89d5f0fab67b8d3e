//! An item without a pattern stands for everything.

use crate::rules::prelude::*;
use crate::rules::shared::idle_patterns::lists_in_effect;
use crate::rules::shared::triggers::PatternRule;
use crate::syntax::Tree;

rule! {
    id: "pattern-entry-without-pattern",
    category: Triggering,
    summary: "an item of `branch_patterns` or `tag_patterns` without `pattern`",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for list in lists_in_effect(view) {
        for (index, rule) in list.rules.iter().enumerate() {
            let Some(include) = rule.include.filter(|_| rule.key.is_none()) else {
                continue;
            };
            let (kind, does) = (list.kind, if include { "matches" } else { "leaves out" });
            let draft = report
                .at(
                    rule.item,
                    format!("without `pattern` this item is about `*`: it {does} every {kind}"),
                )
                .help("write `pattern` in the same item; every dash begins an item of its own");
            let before = index.checked_sub(1).and_then(|index| list.rules.get(index));
            if let Some(before) = before.filter(|before| before.key.is_some())
                && let Some(dash) = dash_between(tree, before, rule)
            {
                draft.fix(Fix::suggestion(
                    "make it part of the item before",
                    dash,
                    " ",
                ));
            }
        }
    }
}

/// The dash of an item, if without it the item's keys belong to the item before.
fn dash_between(tree: &Tree, before: &PatternRule<'_>, rule: &PatternRule<'_>) -> Option<Span> {
    let [first, second] = [before.item, rule.item].map(|item| {
        let is_block = tree.kind(item) == NodeKind::Mapping && !tree.is_flow(item);
        is_block.then(|| tree.span(item).start())
    });
    let (first, second) = (first?, second?);
    let column = |offset| tree.source().position(offset).column;
    let repeats = tree.entries(rule.mapping).iter().any(|entry| {
        let key = tree.scalar(entry.key).unwrap_or_default();
        tree.field(before.mapping, key).is_some()
    });
    let text = tree.source().text().get(..second)?;
    let dash = text.rfind('-')?;
    let only_dash = text.get(dash + 1..)?.bytes().all(|byte| byte == b' ');
    (column(first) == column(second) && !repeats && only_dash).then(|| Span::new(dash, dash + 1))
}
