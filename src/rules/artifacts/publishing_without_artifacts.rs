//! What is published must be kept first.

use crate::model::publishing::Publishing;
use crate::rules::prelude::*;
use crate::rules::shared::artifacts::fills_output_folder;
use crate::rules::shared::strays::has_stray;

rule! {
    id: "publishing-without-artifacts",
    category: Artifacts,
    summary: "publishing without any artifacts",
    source: "https://docs.codemagic.io/yaml-notification/email/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(publishing) = view.workflow.publishing.value() else {
        return;
    };
    // These two have rules that say more.
    let has_own_rule = publishing.app_store_connect.is_set() || publishing.google_play.is_set();
    if has_own_rule
        || !view.workflow.artifacts.items().is_empty()
        || view.workflow.artifacts.is_set()
        || has_stray(view, &["artifacts"])
        || fills_output_folder(view)
    {
        return;
    }
    if let Some((key, what)) = publisher(publishing) {
        report
            .at(view.key(), format!("the workflow keeps no artifacts: {what}"))
            .help("add `artifacts` with the patterns of the files to keep, such as `build/app/outputs/**/*.apk`")
            .caused_by(view.tree(), key, "needs artifacts");
    }
}

/// The publisher, besides the stores of Apple and Google, that has nothing to do
/// without artifacts, and what happens then.
pub(super) fn publisher(publishing: &Publishing) -> Option<(NodeId, &'static str)> {
    let set = |key: Option<NodeId>, is_set: bool| key.filter(|_| is_set);
    let email = publishing
        .email
        .value()
        .and_then(|it| it.notify.value())
        .map(|it| &it.success);
    let publishers = [
        (
            set(publishing.firebase.key(), publishing.firebase.is_set()),
            "nothing is distributed through Firebase",
        ),
        (
            set(
                publishing.partner_center.key(),
                publishing.partner_center.is_set(),
            ),
            "nothing is uploaded to the Microsoft Store",
        ),
        (
            set(
                publishing.tester_groups.key(),
                publishing.tester_groups.is_set(),
            ),
            "testers are not told of the build",
        ),
        (
            email.and_then(|it| set(it.key(), it.is_true())),
            "no mail tells of a successful build",
        ),
    ];
    let mut publishers = publishers.into_iter();
    publishers.find_map(|(key, what)| Some((key?, what)))
}
