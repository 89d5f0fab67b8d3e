//! Of the patterns that match, the last decides.

use std::rc::Rc;

use crate::expression::glob::Pattern;
use crate::rules::prelude::*;
use crate::rules::shared::idle_patterns::lists_in_effect;
use crate::rules::shared::triggers::{PatternList, PatternRule, Triggers};
use crate::rules::shared::words::excerpt;

rule! {
    id: "pattern-overridden",
    category: Triggering,
    summary: "a branch or tag pattern that a later one undoes",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

/// Later patterns that each pattern is compared with, besides those that match
/// everything.
const MAX_COMPARED: usize = 50;

/// A pattern and what is known of it.
struct Later<'a> {
    rule: &'a PatternRule<'a>,
    pattern: Rc<Pattern>,
    is_all: bool,
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    // Without pull requests there is one branch to look at, and `source` is idle.
    let one_branch = Triggers::of(view).is_some_and(|it| it.pull_request().is_none());
    for list in lists_in_effect(view) {
        if !view.file.is_first(report, list.first(), one_branch) {
            continue;
        }
        check_list(view, &list, one_branch, report);
    }
}

fn check_list<'a>(
    view: &WorkflowView<'_>,
    list: &'a PatternList<'a>,
    one_branch: bool,
    report: &mut Report<'_>,
) {
    let mut later: Vec<Later<'a>> = Vec::new();
    let mut all: Option<&'a PatternRule<'a>> = None;
    let mut found = Vec::new();
    for rule in list.rules.iter().rev() {
        let Some(pattern) = rule.pattern(view) else {
            continue;
        };
        let covers = |other: &Later<'_>| {
            // What matches everything decides for either branch of a pull request.
            let same_branch = one_branch || other.rule.source == rule.source;
            other.is_all || (same_branch && other.pattern.covers(&pattern))
        };
        let winner = later.iter().find(|it| covers(it)).map(|it| it.rule);
        let is_all = pattern.matches_everything();
        if let Some(winner) = winner
            .or(all)
            .filter(|it| is_undone(view, rule, is_all, it))
        {
            found.push((rule, winner));
        }
        if is_all {
            all = all.or(Some(rule));
        }
        if later.len() < MAX_COMPARED {
            later.push(Later {
                rule,
                pattern,
                is_all,
            });
        }
    }
    for (rule, winner) in found.into_iter().rev() {
        let (text, by) = (
            excerpt(rule.text.unwrap_or_default()),
            excerpt(winner.text.unwrap_or_default()),
        );
        report
            .at(rule.place(), format!("`{text}` has no effect: the later `{by}` matches all that it matches, and the last match decides"))
            .help("move the more general pattern up, before its exceptions, or remove one of the two")
            .related(view.tree(), winner.place(), "this one decides");
    }
}

/// Whether a pattern is undone by a later one that matches all that it matches.
fn is_undone(
    view: &WorkflowView<'_>,
    rule: &PatternRule<'_>,
    is_all: bool,
    winner: &PatternRule<'_>,
) -> bool {
    let (Some(include), Some(decides)) = (rule.include, winner.include) else {
        return false;
    };
    // That an entry without a pattern matches everything has a rule of its own.
    if winner.node.is_none() {
        return false;
    }
    // Where both say the same, nothing is undone; but names before a `*` were meant
    // to be the only ones.
    let by_all = || {
        winner
            .pattern(view)
            .is_some_and(|it| it.matches_everything())
    };
    include != decides || (include && !is_all && by_all())
}
