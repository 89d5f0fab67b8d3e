//! Google Play's own tracks are written in lower case.

use crate::knowledge::google_play::meant_track;
use crate::rules::prelude::*;
use crate::rules::shared::google_play::{google_play, promotion, track_name};
use crate::rules::shared::words::excerpt;

rule! {
    id: "gp-track-spelling",
    category: Publishing,
    summary: "a track that is nearly called like one of Google Play's own",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((play, _)) = google_play(view) else {
        return;
    };
    let tree = view.tree();
    let tracks = [Some(&play.track), promotion(play).map(|it| &it.track)];
    for (node, name) in tracks
        .into_iter()
        .flatten()
        .filter_map(|track| track_name(tree, track))
    {
        let Some(meant) = meant_track(name) else {
            continue;
        };
        let text = tree.scalar(node).unwrap_or_default();
        let wanted = format!("{}{meant}", text.strip_suffix(name).unwrap_or_default());
        let draft = report
            .at(node, format!("`{}` is not one of Google Play's own tracks; did you mean `{wanted}`?", excerpt(text)))
            .help("they are `internal`, `alpha`, `beta`, `production` and `internal app sharing`, in lower case; any other name is taken for a custom track, and publishing fails where there is none");
        let is_block = tree
            .scalar_style(node)
            .is_some_and(crate::syntax::ScalarStyle::is_block);
        if !is_block {
            // It changes where builds go, and a custom track may have any name.
            let span = tree.span(node);
            draft.fix(Fix::suggestion(format!("write `{wanted}`"), span, wanted));
        }
    }
}
