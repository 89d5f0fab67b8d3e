//! A published app must be signed.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::{Build, builds, mentions};

rule! {
    id: "asc-signing-absent",
    category: Signing,
    summary: "an iOS build for App Store Connect in a workflow that gets no signing files",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: AppStoreConnect(check),
}

/// What scripts that sign by themselves mention.
const SIGNING: [&str; 9] = [
    "fetch-signing-files",
    "keychain",
    "security ",
    "fastlane",
    "match ",
    "certificate",
    ".p12",
    "provision",
    "code_sign",
];

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let environment = &asc.workflow().environment;
    let signs = match environment.value() {
        Some(environment) => environment.ios_signing.is_set(),
        None => environment.is_set(),
    };
    if signs {
        return;
    }
    let Some(build) = builds(asc.view).find(Build::makes_signed_package) else {
        return;
    };
    if mentions(asc.view, &SIGNING) || asc.view.hides_commands() {
        return;
    }
    let place = asc
        .view
        .script_span(build.command.script, build.command.command().range.clone());
    report
        .at(asc.view.key(), "nothing in this workflow provides certificates and profiles to sign the build")
        .help("add `environment.ios_signing` with `distribution_type: app_store` and the app's `bundle_identifier`, and run `xcode-project use-profiles` before the build")
        .related_span(place, "built here")
        .caused_by(asc.tree(), asc.key, "published to App Store Connect here");
}
