//! Leaving out needs something to leave it out of.

use crate::rules::prelude::*;
use crate::rules::shared::idle_patterns::lists_in_effect;
use crate::rules::shared::triggers::{PatternList, PatternRule};
use crate::rules::shared::words::excerpt;

rule! {
    id: "patterns-only-exclude",
    category: Triggering,
    summary: "patterns that all have `include: false`",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for list in lists_in_effect(view) {
        let all = list.rules.iter().all(|rule| rule.include == Some(false));
        // An item without a pattern has a rule of its own.
        let written = list.rules.iter().all(|rule| rule.key.is_some());
        if !all || !written || list.rules.is_empty() {
            continue;
        }
        let key = view.tree().scalar(list.key).unwrap_or_default();
        let draft = report.at(
            list.key,
            format!(
                "`{key}` has only `include: false`: it chooses no {} to build",
                list.kind
            ),
        );
        // What stands before it would be undone by it.
        if let Some(all) = list.rules.iter().rfind(|rule| leaves_out_all(view, rule)) {
            let shown = excerpt(all.text.unwrap_or_default());
            draft
                .help(format!("`{shown}` leaves out everything, so nothing is built: remove that item, or make it the first and give it `include: true`"))
                .related(view.tree(), all.place(), "this one leaves out everything");
            continue;
        }
        draft.help("begin the list with `- pattern: '*'`, so that the other items leave something out of it");
        if let Some(fix) = begin_with_all(view, &list) {
            draft.fix(fix);
        }
    }
}

fn leaves_out_all(view: &WorkflowView<'_>, rule: &PatternRule<'_>) -> bool {
    let pattern = rule.pattern(view);
    pattern.is_some_and(|pattern| pattern.matches_everything())
}

/// Puts an item for everything before the first.
fn begin_with_all(view: &WorkflowView<'_>, list: &PatternList<'_>) -> Option<Fix> {
    let tree = view.tree();
    let item = list.rules.first()?.item;
    let parent = tree.parent(item)?;
    let start = tree.span(item).start();
    let before = tree.source().text().get(..start)?;
    let line = before.get(before.rfind('\n')? + 1..)?;
    let is_plain = tree.kind(item) == NodeKind::Mapping && line.trim() == "-";
    (is_plain && !tree.is_flow(parent)).then(|| {
        Fix::suggestion(
            "begin with all",
            Span::at(start),
            format!("pattern: '*'\n{line}"),
        )
    })
}
