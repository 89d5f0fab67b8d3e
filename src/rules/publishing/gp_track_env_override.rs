//! A variable overrides the track.

use crate::expression::reference;
use crate::knowledge::google_play::TRACK;
use crate::rules::prelude::*;
use crate::rules::shared::google_play::google_play;
use crate::rules::shared::words::excerpt;

rule! {
    id: "gp-track-env-override",
    category: Publishing,
    summary: "a `track` that is overridden by `GOOGLE_PLAY_TRACK` under `vars`",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((play, _)) = google_play(view) else {
        return;
    };
    let tree = view.tree();
    let (Some(node), Some(track)) = (play.track.node(), play.track.literal(tree)) else {
        return;
    };
    let Some(variable) = view.var(TRACK) else {
        return;
    };
    let value = tree.scalar(variable.value).unwrap_or_default();
    let is_known = !value.is_empty() && !value.contains('$') && reference(value).is_none();
    // The bare name of the variable is meant for its value.
    if !is_known || value == track || track == TRACK {
        return;
    }
    report
        .at(node, format!("`{}` is overridden: `{TRACK}` under `vars` says `{}`", excerpt(track), excerpt(value)))
        .help(format!("write `track: ${TRACK}`, or remove the variable: the documentation says that the variable wins"))
        .related(tree, variable.key, "set here")
        .in_use();
}
