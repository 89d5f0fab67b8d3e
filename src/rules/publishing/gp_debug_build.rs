//! Google Play takes no debug builds.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::mentions;
use crate::rules::shared::calls::place;
use crate::rules::shared::google_play::google_play;
use crate::rules::shared::packages::makings;

rule! {
    id: "gp-debug-build",
    category: Publishing,
    summary: "publishing to Google Play from a workflow that builds only for debugging",
    source: "https://docs.codemagic.io/troubleshooting/common-google-play-errors/",
    check: Workflow(check),
}

/// Builders whose commands are not followed.
const OTHERS: [&str; 6] = [
    "cordova",
    "dotnet",
    "fastlane",
    "ionic",
    "shorebird",
    "unity",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((_, key)) = google_play(view) else {
        return;
    };
    let mut made = makings(view);
    made.retain(|it| it.package.is_android());
    let Some(found) = made.iter().rfind(|it| it.is_debug).map(|it| it.command) else {
        return;
    };
    let is_only_debug = made.iter().all(|it| it.is_debug);
    if !is_only_debug || mentions(view, &OTHERS) || view.hides_commands() {
        return;
    }
    report
        .span(
            found.script,
            place(view, found),
            "this is a debug build, and no other one is made: Google Play refuses it",
        )
        .help("build for release, with `flutter build appbundle` or `./gradlew bundleRelease`, and sign with the upload key")
        .related(view.tree(), key, "published to Google Play here")
        .in_use();
}
