//! A promotion leads to another track.

use crate::rules::prelude::*;
use crate::rules::shared::google_play::{google_play, promotion};
use crate::rules::shared::words::excerpt;

rule! {
    id: "gp-promotion-same-track",
    category: Publishing,
    summary: "a promotion to the track that the release is on already",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((play, _)) = google_play(view) else {
        return;
    };
    let Some(promotion) = promotion(play) else {
        return;
    };
    let tree = view.tree();
    let (Some(from), Some(to)) = (play.track.node(), promotion.track.node()) else {
        return;
    };
    // Of two texts alike it does not matter what they stand for.
    let Some(track) = tree.scalar(to).filter(|to| tree.scalar(from) == Some(*to)) else {
        return;
    };
    let track = excerpt(track);
    report
        .at(
            to,
            format!("the release is on `{track}` already: promoting it there has no effect"),
        )
        .help("name the track to promote to, or remove `release_promotion`")
        .related(tree, from, "published to this track");
}
