//! What is published must be among the artifacts.

use crate::rules::prelude::*;
use crate::rules::shared::artifacts::{fills_output_folder, may_keep};
use crate::rules::shared::google_play::google_play;
use crate::rules::shared::packages::{add_pattern, makings};

rule! {
    id: "gp-artifact-missing",
    category: Artifacts,
    severity: Error,
    summary: "publishing to Google Play without an `.aab` or `.apk` among the artifacts",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((_, key)) = google_play(view) else {
        return;
    };
    if may_keep(view, &[".aab", ".apk"]) || fills_output_folder(view) {
        return;
    }
    let artifacts = &view.workflow.artifacts;
    let (place, message) = match artifacts.key().filter(|_| artifacts.is_set()) {
        Some(key) => (
            key,
            "no pattern here can match an `.aab` or `.apk` for Google Play",
        ),
        None => (
            view.key(),
            "published to Google Play, but the workflow keeps no artifacts",
        ),
    };
    let draft = report
        .at(place, message)
        .help("add the pattern of the bundle, such as `build/**/outputs/**/*.aab`; nothing is uploaded otherwise")
        .caused_by(view.tree(), key, "published to Google Play here");
    let made = makings(view);
    if let Some(making) = made.iter().find(|it| it.package.is_android())
        && let Some(fix) = add_pattern(view, &making.pattern(view))
    {
        draft.fix(fix);
    }
}
