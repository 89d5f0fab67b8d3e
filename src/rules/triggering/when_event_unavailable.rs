//! The webhook's payload in a workflow that no webhook starts.

use crate::expression::condition::Root;
use crate::rules::prelude::*;
use crate::rules::shared::conditions::has_no_webhook;

rule! {
    id: "when-event-unavailable",
    category: Triggering,
    summary: "`event` in a condition of a workflow that no webhook starts",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for condition in view.conditions() {
        let mut paths = condition.parsed.expression.paths();
        let Some((_, span)) = paths.find(|(path, _)| path.root == Root::Event) else {
            continue;
        };
        if !has_no_webhook(view) {
            return;
        }
        let place = view.script_span(condition.node, span.clone());
        let triggering = view.workflow.triggering.key();
        report
            .span(condition.node, place, "there is no `event`: no webhook starts this workflow")
            .help("list what starts it under `triggering.events`; builds started by hand, by the API or on a schedule have no payload to look at")
            .related(view.tree(), triggering.unwrap_or(view.key()), "no events are listed here")
            .in_use();
    }
}
