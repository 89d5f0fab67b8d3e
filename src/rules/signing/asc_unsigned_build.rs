//! An unsigned build cannot be published.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::{builds, mentions, mentions_word};

rule! {
    id: "asc-unsigned-build",
    category: Signing,
    severity: Error,
    summary: "publishing to App Store Connect from a workflow that builds only unsigned",
    source: "https://docs.codemagic.io/yaml-code-signing/ios-simulator-builds/",
    check: AppStoreConnect(check),
}

/// Tools that build or sign besides the commands known here, as scripts mention
/// them.
const OTHER_TOOLS: [&str; 9] = [
    "cordova",
    "dotnet",
    "fastlane",
    "gradle",
    "ionic",
    "productsign",
    "resign",
    "shorebird",
    "unity",
];

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let mut last = None;
    for build in builds(asc.view) {
        if !build.unsigned {
            return;
        }
        last = Some(build.command);
    }
    let Some(found) = last else {
        return;
    };
    // `--no-codesign` is no `codesign`.
    let may_sign = mentions(asc.view, &OTHER_TOOLS) || mentions_word(asc.view, "codesign");
    if may_sign || asc.view.hides_commands() {
        return;
    }
    let span = asc
        .view
        .script_span(found.script, found.command().range.clone());
    report
        .span(found.script, span, "this build is not signed, and no other one is made: App Store Connect refuses it")
        .help("build with signing: `xcode-project use-profiles`, then `xcode-project build-ipa` or `flutter build ipa`")
        .related(asc.tree(), asc.key, "published to App Store Connect here")
        .in_use();
}
