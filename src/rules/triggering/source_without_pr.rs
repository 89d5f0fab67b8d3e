//! Only pull requests have a source and a target branch.

use crate::rules::prelude::*;
use crate::rules::shared::triggers::{Triggers, branch_patterns};

rule! {
    id: "source-without-pr",
    category: Triggering,
    severity: Hint,
    summary: "`source` in `branch_patterns` without an event of pull requests",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggers) = Triggers::of(view) else {
        return;
    };
    if triggers.branch_event().is_none() || triggers.pull_request().is_some() {
        return;
    }
    let rules = branch_patterns(view).map(|list| list.rules);
    let mut rules = rules.into_iter().flatten();
    // Once for the list: it is one thought.
    let Some(key) = rules.find_map(|rule| rule.source_key) else {
        return;
    };
    report
        .at(key, "`source` has no effect: no event concerns pull requests")
        .help("remove `source`, or add `pull_request` to `events`; it says which branch of a pull request a pattern is about")
        .in_use();
}
