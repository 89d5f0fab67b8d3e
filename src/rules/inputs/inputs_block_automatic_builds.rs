//! Inputs without a default in a workflow that webhooks start.

use crate::rules::prelude::*;
use crate::rules::shared::inputs::declared;

rule! {
    id: "inputs-block-automatic-builds",
    category: Inputs,
    severity: Error,
    summary: "an input without a default in a workflow that events start",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/#starting-builds-with-inputs-automatically",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggering) = view.workflow.triggering.value() else {
        return;
    };
    let Some(events) = triggering.events.key() else {
        return;
    };
    if triggering.events.items().is_empty() {
        return;
    }
    let tree = view.tree();
    for declared in declared(view) {
        // A default that could not be read is a default.
        if declared.input.default.key().is_some() {
            continue;
        }
        report
            .at(
                declared.key,
                format!(
                    "`{}` has no default, and nobody is asked when an event starts the build",
                    declared.id
                ),
            )
            .help("give it a `default`; builds that events start fail without one")
            .related(tree, events, "these events start builds")
            .in_use();
    }
}
