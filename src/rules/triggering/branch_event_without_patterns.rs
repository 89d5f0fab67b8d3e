//! Without patterns every branch starts builds.

use crate::rules::prelude::*;
use crate::rules::shared::triggers::Triggers;

rule! {
    id: "branch-event-without-patterns",
    category: Triggering,
    severity: Hint,
    summary: "events of branches or pull requests without `branch_patterns`",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(triggers) = Triggers::of(view) else {
        return;
    };
    let Some(event) = triggers.branch_event() else {
        return;
    };
    if triggers.triggering.branch_patterns.is_set() {
        return;
    }
    let name = view.tree().scalar(event).unwrap_or_default();
    report
        .at(
            event,
            format!("`{name}` without `branch_patterns`: every branch starts builds"),
        )
        .help("say which branches are built, such as `main`; `'*'` says that all of them are meant")
        .in_use();
}
