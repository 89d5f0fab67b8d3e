//! Variables of tags and pull requests in a workflow that neither starts.

use crate::knowledge::variables::{Availability, built_in};
use crate::model::triggering::Event;
use crate::rules::prelude::*;

rule! {
    id: "variable-without-event",
    category: Environment,
    severity: Hint,
    summary: "a variable of tags or pull requests in a workflow that neither starts",
    source: "https://docs.codemagic.io/yaml-basic-configuration/environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    // Without events builds start by hand, from whatever a person chooses.
    let Some(events) = events(view) else { return };
    for text in view.texts() {
        for (name, part) in text.variables() {
            let (needed, kind) = match built_in(name).map(|it| it.availability) {
                Some(Availability::Tag) => ("tag", "tags"),
                Some(Availability::PullRequest) => ("pull_request", "pull requests"),
                _ => continue,
            };
            let is_there = events.iter().any(|event| event.word().starts_with(needed));
            if is_there || view.has_var(name) || knows(view, name) {
                continue;
            }
            let span = view.script_span(text.place.node, part.range.clone());
            report
                .span(
                    text.place.node,
                    span,
                    format!("`{name}` is empty here: no event of this workflow builds {kind}"),
                )
                .help(format!(
                    "add `{needed}` to `triggering.events`, or test the variable before it is used"
                ))
                .in_use();
        }
    }
}

/// The workflow's events, where there are some and all are known.
fn events(view: &WorkflowView<'_>) -> Option<Vec<Event>> {
    let events = view.workflow.triggering.value()?.events.items();
    let known: Option<Vec<Event>> = events.iter().map(|event| event.value).collect();
    known.filter(|events| !events.is_empty())
}

/// Whether a script sets the variable or looks whether it is set.
fn knows(view: &WorkflowView<'_>, name: &str) -> bool {
    let assignments = view.assignments();
    assignments.names.contains(name) || assignments.tested.contains(name)
}
