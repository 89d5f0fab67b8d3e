//! A release goes to a track.

use crate::rules::prelude::*;
use crate::rules::shared::keys::is_misspelt;

rule! {
    id: "gp-track-missing",
    category: Schema,
    summary: "publishing to Google Play, or a promotion, without a track",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    if !matches!(problem.kind, ProblemKind::MissingKey) || is_misspelt(report.tree(), problem) {
        return;
    }
    let (message, help) = if problem.is_at("GooglePlay", "track") {
        (
            "`track` is missing: `google_play` has to say where the release goes",
            "add `track: internal`, or another track; Codemagic rejects the whole file without it, also where `GOOGLE_PLAY_TRACK` is set",
        )
    } else if problem.is_at("ReleasePromotion", "track") {
        (
            "`track` is missing: `release_promotion` has to say where the release goes next",
            "add the track to promote to, such as `track: production`; Codemagic rejects the whole file without it",
        )
    } else {
        return;
    };
    report.at(problem.node, message).help(help);
}
