//! Patterns that are no globs, or not the ones that were meant.

use crate::rules::prelude::*;
use crate::rules::shared::edits::replace;
use crate::rules::shared::idle_patterns::lists_in_effect;
use crate::rules::shared::odd_patterns::odd_part;
use crate::rules::shared::triggers::PatternRule;
use crate::rules::shared::words::{excerpt, quoted};

rule! {
    id: "pattern-syntax",
    category: Triggering,
    summary: "a branch or tag pattern that does not mean what it looks like",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for list in lists_in_effect(view) {
        if !view.file.is_first(report, list.first(), false) {
            continue;
        }
        for rule in &list.rules {
            let (Some(text), Some(node)) = (rule.text, rule.node) else {
                continue;
            };
            if never_matches(view, rule, node, text, list.kind, report) {
                continue;
            }
            if let Some((part, message, help)) = odd_part(text) {
                let is_alias = view.tree().kind(node) == NodeKind::Alias;
                let span = if is_alias {
                    view.tree().span(node)
                } else {
                    view.script_span(node, part)
                };
                report.span(node, span, message).help(help);
            }
        }
    }
}

/// Reports white space, and a prefix that Git has and names do not.
fn never_matches(
    view: &WorkflowView<'_>,
    rule: &PatternRule<'_>,
    node: NodeId,
    text: &str,
    kind: &str,
    report: &mut Report<'_>,
) -> bool {
    let fix = |title: &str, text: &str| {
        let mut fix = replace(view.tree(), node, title, quoted(text));
        fix.safety = crate::finding::Safety::Unsafe;
        fix
    };
    // White space at the end is what it is about.
    let is_short = text.lines().count() == 1 && text.len() < 40;
    let shown = if is_short {
        text.to_owned()
    } else {
        excerpt(text)
    };
    if text.contains(char::is_whitespace) {
        let draft = report
            .at(
                rule.place(),
                format!("`{shown}` matches no {kind}: names have no white space"),
            )
            .help(
                "remove it; a pattern is one name or glob, and each stands in an item of its own",
            );
        let trimmed = text.trim();
        if !trimmed.is_empty() && !trimmed.contains(char::is_whitespace) {
            draft.fix(fix("remove the white space", trimmed));
        }
        return true;
    }
    let prefixes = [
        "refs/heads/",
        "refs/tags/",
        "refs/remotes/origin/",
        "origin/",
    ];
    let Some(prefix) = prefixes.into_iter().find(|prefix| text.starts_with(prefix)) else {
        return false;
    };
    let rest = text.get(prefix.len()..).unwrap_or_default();
    let draft = report
        .at(rule.place(), format!("`{shown}` begins with `{prefix}`: names of {kind}{} come without it", if kind == "branch" { "es" } else { "s" }))
        .help("write the name as the repository's web page shows it; the pattern matches nothing otherwise");
    if !rest.is_empty() {
        draft.fix(fix("remove the prefix", rest));
    }
    true
}
