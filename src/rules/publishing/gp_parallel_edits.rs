//! Google Play knows one open edit of an app.

use crate::rules::prelude::*;
use crate::rules::shared::google_play::google_play;

rule! {
    id: "gp-parallel-edits",
    category: Publishing,
    severity: Hint,
    summary: "publishing to Google Play from builds that may run side by side",
    source: "https://docs.codemagic.io/troubleshooting/common-google-play-errors/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let field = &view.workflow.triggering;
    let (Some((_, publishing)), Some(triggering), Some(key)) =
        (google_play(view), field.value(), field.key())
    else {
        return;
    };
    let cancel = &triggering.cancel_previous_builds;
    if triggering.events.items().is_empty() || !cancel.is_off() {
        return;
    }
    report
        .at(cancel.key().unwrap_or(key), "builds that are triggered close together may publish to Google Play at the same time, and then one of them fails")
        .help("write `cancel_previous_builds: true`, so that only the newest build of a branch publishes")
        .related(view.tree(), publishing, "published to Google Play here")
        .in_use();
}
