//! The same for a release that is promoted.

use crate::rules::prelude::*;
use crate::rules::shared::google_play::{google_play, promotion, report_staged_draft};

rule! {
    id: "gp-promotion-rollout-with-draft",
    category: Publishing,
    severity: Error,
    summary: "`rollout_fraction` together with `promote_as_draft`",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    if let Some(promotion) = google_play(view).and_then(|(play, _)| promotion(play)) {
        let draft = ("promote_as_draft", &promotion.promote_as_draft);
        report_staged_draft(report, &promotion.rollout_fraction, draft);
    }
}
