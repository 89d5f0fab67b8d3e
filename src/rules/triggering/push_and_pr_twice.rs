//! A commit of a pull request is a push as well.

use crate::model::triggering::Event;
use crate::rules::prelude::*;
use crate::rules::shared::triggers::{Triggers, branch_patterns};

rule! {
    id: "push-and-pr-twice",
    category: Triggering,
    severity: Hint,
    summary: "`push` and `pull_request` for all branches, which builds pull requests twice",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggers) = Triggers::of(view) else {
        return;
    };
    let events = (
        triggers.event(Event::Push),
        triggers.event(Event::PullRequest),
    );
    let (Some(push), Some(pull_request)) = events else {
        return;
    };
    let last_is_all = || {
        let last = branch_patterns(view)?.rules.pop()?;
        let all = last.pattern(view)?.matches_everything();
        Some(all && last.include == Some(true) && last.source == Some(true))
    };
    let patterns = &triggers.triggering.branch_patterns;
    if patterns.is_set() && last_is_all() != Some(true) {
        return;
    }
    report
        .at(pull_request, "each commit of a pull request starts two builds: `push` and `pull_request` apply to all branches")
        .help("keep one of the events, or limit `branch_patterns`")
        .related(view.tree(), push, "pushes to every branch")
        .in_use();
}
