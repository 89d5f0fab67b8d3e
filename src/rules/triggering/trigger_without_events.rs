//! Patterns without events start nothing.

use crate::rules::prelude::*;
use crate::rules::shared::triggers::Triggers;

rule! {
    id: "trigger-without-events",
    category: Triggering,
    summary: "`triggering` with patterns or `cancel_previous_builds`, but without events",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggers) = Triggers::of(view).filter(|it| it.events.is_empty()) else {
        return;
    };
    let triggering = triggers.triggering;
    let cancels = &triggering.cancel_previous_builds;
    let settings = [
        ("branch_patterns", triggering.branch_patterns.is_set()),
        ("tag_patterns", triggering.tag_patterns.is_set()),
        ("cancel_previous_builds", cancels.may_be_true()),
    ];
    let written = triggering
        .events
        .node()
        .filter(|_| triggering.events.is_set());
    let Some(place) = written.or(view.workflow.triggering.key()) else {
        return;
    };
    let Some((setting, _)) = settings.into_iter().find(|(_, is_set)| *is_set) else {
        // An empty list of events alone says "by hand only".
        if view.tree().fields(triggering.mapping).next().is_none() {
            report
                .at(place, "`triggering` without events starts nothing automatically")
                .severity(Severity::Hint)
                .help("list `push`, `pull_request` or `tag` under `events`; or write `events: []` if builds are to start by hand only")
                .in_use();
        }
        return;
    };
    let draft = report
        .at(place, format!("`{setting}` has no effect without events: nothing starts this workflow automatically"))
        .help("list `push`, `pull_request` or `tag` under `events`; or remove `triggering` if builds are to start by hand only")
        .in_use();
    if written.is_some() {
        draft.severity(Severity::Info);
    }
}
