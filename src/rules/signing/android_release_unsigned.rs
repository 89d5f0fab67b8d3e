//! A release for Google Play must be signed.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::mentions;
use crate::rules::shared::calls::place_of_call;
use crate::rules::shared::google_play::google_play;
use crate::rules::shared::packages::makings;
use crate::rules::shared::strays::has_stray;

rule! {
    id: "android-release-unsigned",
    category: Signing,
    summary: "a release for Google Play in a workflow that gets no keystore",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-android/",
    check: Workflow(check),
}

/// What scripts that sign by themselves mention.
const SIGNING: [&str; 7] = [
    "keystore",
    ".jks",
    "key.properties",
    "jarsigner",
    "apksigner",
    "storepass",
    "signing",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((_, key)) = google_play(view) else {
        return;
    };
    let environment = &view.workflow.environment;
    let signs = match environment.value() {
        Some(environment) => {
            let vars = environment.vars.entries().iter();
            let mut names = vars.filter_map(|it| view.tree().scalar(it.entry.key));
            environment.android_signing.is_set()
                || names.any(|name| name.contains("KEY") || name.contains("SIGN"))
        }
        None => environment.is_set(),
    };
    if signs || view.imports_groups() || has_stray(view, &["android_signing"]) {
        return;
    }
    let made = makings(view);
    let mut releases = made
        .iter()
        .filter(|it| it.package.is_android() && !it.is_debug);
    let Some(release) = releases.next() else {
        return;
    };
    if mentions(view, &SIGNING) || view.hides_commands() {
        return;
    }
    report
        .at(view.key(), "nothing in this workflow provides a keystore to sign the release")
        .help("add `environment.android_signing` with the keystore's reference name; Google Play refuses what is not signed with the upload key")
        .related_span(place_of_call(view, release.command), "built here")
        .caused_by(view.tree(), key, "published to Google Play here");
}
