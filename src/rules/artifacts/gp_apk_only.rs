//! New apps are uploaded as bundles.

use crate::knowledge::google_play::INTERNAL_APP_SHARING;
use crate::rules::prelude::*;
use crate::rules::shared::artifacts::{fills_output_folder, may_keep};
use crate::rules::shared::google_play::google_play;

rule! {
    id: "gp-apk-only",
    category: Artifacts,
    summary: "publishing to Google Play with an `.apk`, but no `.aab` among the artifacts",
    source: "https://docs.codemagic.io/troubleshooting/common-google-play-errors/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((play, key)) = google_play(view) else {
        return;
    };
    let Some(artifacts) = view.workflow.artifacts.key() else {
        return;
    };
    let tree = view.tree();
    if play.track.literal(tree) == Some(INTERNAL_APP_SHARING)
        || !may_keep(view, &[".apk"])
        || may_keep(view, &[".aab"])
        || fills_output_folder(view)
    {
        return;
    }
    report
        .at(artifacts, "only an `.apk` is kept: Google Play takes new apps as `.aab` bundles alone")
        .help("build a bundle, with `flutter build appbundle` or `./gradlew bundleRelease`, and keep `build/**/outputs/**/*.aab`; apps from before August 2021 may stay with the `.apk`")
        .related(tree, key, "published to Google Play here")
        .in_use();
}
