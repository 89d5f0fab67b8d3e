//! Which branch of a pull request a pattern is about.

use crate::rules::prelude::*;
use crate::rules::shared::triggers::{Triggers, branch_patterns};

rule! {
    id: "pr-source-implicit",
    category: Triggering,
    severity: Hint,
    summary: "a branch pattern for pull requests that does not say which branch it is about",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(event) = Triggers::of(view).and_then(|triggers| triggers.pull_request()) else {
        return;
    };
    let rules = branch_patterns(view).map(|list| list.rules);
    let mut rules = rules.into_iter().flatten();
    let silent = rules.find(|rule| {
        let matches_all = rule
            .pattern(view)
            .is_some_and(|pattern| pattern.matches_everything());
        rule.source_key.is_none() && rule.text.is_some() && !matches_all
    });
    let Some(rule) = silent else {
        return;
    };
    let text = rule.text.unwrap_or_default();
    report
        .at(rule.place(), format!("`{text}` matches pull requests from such a branch, not those into it"))
        .help("add `source: false` to match the target branch, or `source: true` to say that the source branch is meant")
        .related(view.tree(), event, "pull requests start builds here")
        .in_use();
}
