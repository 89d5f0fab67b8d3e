//! Pull requests that are released before anyone merged them.

use crate::model::triggering::Event;
use crate::rules::prelude::*;
use crate::rules::shared::google_play::{google_play, promotion, track_name};
use crate::rules::shared::triggers::{Triggers, branch_patterns};
use crate::rules::texts::Text;

rule! {
    id: "release-from-pull-request",
    category: Publishing,
    summary: "pull requests that start a workflow which releases to everybody",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    // A label is put on by somebody who may well mean to release.
    let event = Triggers::of(view).and_then(|it| it.event(Event::PullRequest));
    let (Some(event), Some((cause, what))) = (event, release(view)) else {
        return;
    };
    if chooses_branches(view) || has_condition(view) || reads_pull_request(view) {
        return;
    }
    report
        .at(
            event,
            format!("pull requests start this workflow, so what nobody has merged yet is {what}"),
        )
        .help("remove the event, and test pull requests in a workflow that publishes nothing")
        .related(view.tree(), cause, "released here")
        .in_use();
}

/// What brings the build to everybody, and where it goes.
fn release(view: &WorkflowView<'_>) -> Option<(NodeId, &'static str)> {
    let publishing = view.workflow.publishing.value()?;
    if let Some(asc) = publishing.app_store_connect.value()
        && asc.submit_to_app_store.is_true()
    {
        let key = asc.submit_to_app_store.key()?;
        return Some((key, "submitted to App Store review"));
    }
    let (play, _) = google_play(view)?;
    let promoted = promotion(play).map(|it| (&it.track, &it.promote_as_draft));
    let tracks = [Some((&play.track, &play.submit_as_draft)), promoted];
    tracks.into_iter().flatten().find_map(|(track, draft)| {
        let (node, name) = track_name(view.tree(), track)?;
        let is_released =
            name == "production" && draft.is_off() && play.changes_not_sent_for_review.is_off();
        is_released.then_some((node, "released to production on Google Play"))
    })
}

/// Whether branch patterns may let only some source branches through, such as
/// `release/*`: pull requests from these may be how releases are made.
fn chooses_branches(view: &WorkflowView<'_>) -> bool {
    let triggering = view.workflow.triggering.value();
    if triggering.is_none_or(|it| !it.branch_patterns.is_set()) {
        return false;
    }
    let Some(patterns) = branch_patterns(view) else {
        return true;
    };
    let lets_all_through = patterns
        .rules
        .iter()
        .any(|it| it.include == Some(true) && (it.source == Some(false) || it.text == Some("*")));
    !lets_all_through
}

/// Whether the workflow has a condition, which may leave pull requests out.
fn has_condition(view: &WorkflowView<'_>) -> bool {
    let when = &view.workflow.when;
    when.is_set() && when.value().is_none_or(|it| it.condition.is_set())
}

/// Whether a script looks for a pull request, and may stop the build of one.
fn reads_pull_request(view: &WorkflowView<'_>) -> bool {
    let mut names = view.texts().iter().flat_map(Text::variables);
    names.any(|(name, _)| name.starts_with("CM_PULL_REQUEST"))
}
