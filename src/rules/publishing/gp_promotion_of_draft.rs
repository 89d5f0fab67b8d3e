//! A promoted draft does not stay one.

use crate::rules::prelude::*;
use crate::rules::shared::google_play::{google_play, promotion};

rule! {
    id: "gp-promotion-of-draft",
    category: Publishing,
    severity: Hint,
    summary: "a draft that is promoted to a track as a release",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((play, _)) = google_play(view) else {
        return;
    };
    let (Some(promotion), Some(key)) = (promotion(play), play.release_promotion.key()) else {
        return;
    };
    let Some(draft) = play.submit_as_draft.key() else {
        return;
    };
    if !play.submit_as_draft.is_true() || !promotion.promote_as_draft.is_off() {
        return;
    }
    report
        .at(key, "a draft is promoted as a release that users receive")
        .help("write `promote_as_draft: true` to promote it as a draft, or leave `submit_as_draft` out if users may have it")
        .related(view.tree(), draft, "made a draft here");
}
