//! What rules about publishing to Google Play share.

use crate::knowledge::google_play as knowledge;
use crate::model::publishing::{GooglePlay, ReleasePromotion};
use crate::model::{Field, TextNode, Value};
use crate::syntax::{NodeId, Tree};

use super::credentials::Credential;
use crate::rules::Report;
use crate::rules::check::WorkflowView;

/// The workflow's publishing to Google Play: the section, and the key
/// `google_play`.
pub(crate) fn google_play<'a>(view: &WorkflowView<'a>) -> Option<(&'a GooglePlay, NodeId)> {
    let play = &view.workflow.publishing.value()?.google_play;
    Some((play.value()?, play.key()?))
}

/// The promotion of what is published.
pub(crate) fn promotion(play: &GooglePlay) -> Option<&ReleasePromotion> {
    play.release_promotion.value().map(|it| &**it)
}

/// The field that authenticates.
pub(crate) fn credentials(play: &GooglePlay) -> Credential<'_> {
    Credential {
        name: "credentials",
        variable: knowledge::CREDENTIALS,
        field: &play.credentials,
    }
}

/// The text of a track, where it is written out: its node and what names the
/// track itself, without the form factor of `wear:beta`.
pub(crate) fn track_name<'t>(
    tree: &'t Tree,
    track: &Field<Value<TextNode>>,
) -> Option<(NodeId, &'t str)> {
    let node = track.value()?.literal()?.0;
    let text = tree.scalar(node)?;
    let name = text.split_once(':').map_or(text, |(_, name)| name);
    Some((node, name))
}

/// Reports a release that is to be a draft and to be rolled out in stages:
/// nobody receives a draft.
pub(crate) fn report_staged_draft(
    report: &mut Report<'_>,
    fraction: &Field<Value<TextNode>>,
    draft: (&str, &Field<Value<bool>>),
) {
    let (name, draft) = draft;
    let staged = fraction.value().and(fraction.key());
    let (Some(staged), Some(key), true) = (staged, draft.key(), draft.is_true()) else {
        return;
    };
    let tree = report.tree();
    report
        .at(
            staged,
            format!("`rollout_fraction` beside `{name}: true`: nobody receives a draft, so it cannot be rolled out to a part of them"),
        )
        .help(format!("remove one of the two; publishing fails otherwise. Leave `{name}` out to start a staged release"))
        .related(tree, key, "made a draft here");
}
