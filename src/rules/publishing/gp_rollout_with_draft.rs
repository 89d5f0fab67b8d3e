//! Nobody receives a draft, not even a part of the users.

use crate::rules::prelude::*;
use crate::rules::shared::google_play::{google_play, report_staged_draft};

rule! {
    id: "gp-rollout-with-draft",
    category: Publishing,
    severity: Error,
    summary: "`rollout_fraction` together with `submit_as_draft`",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    if let Some((play, _)) = google_play(view) {
        let draft = ("submit_as_draft", &play.submit_as_draft);
        report_staged_draft(report, &play.rollout_fraction, draft);
    }
}
