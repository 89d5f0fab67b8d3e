//! Profiles have to be applied to the Xcode project.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::{Build, builds, flutter_build, hides_commands, mentions};

rule! {
    id: "asc-use-profiles-missing",
    category: Signing,
    summary: "`ios_signing` without `xcode-project use-profiles`",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: Workflow(check),
}

/// What scripts that set profiles themselves mention.
const OWN_SIGNING: [&str; 7] = [
    "use-profiles",
    "provisioning_profile",
    "provisioningprofile",
    "allowprovisioningupdates",
    "code_sign",
    "fastlane",
    "match ",
];

/// The export options that `use-profiles` writes.
const WRITTEN_OPTIONS: [&str; 3] = [
    "/Users/builder/export_options.plist",
    "$HOME/export_options.plist",
    "~/export_options.plist",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let environment = view.workflow.environment.value();
    let Some(signing) = environment.map(|environment| &environment.ios_signing) else {
        return;
    };
    let Some(key) = signing.key().filter(|_| signing.value().is_some()) else {
        return;
    };
    let Some(build) = builds(view).find(needs_profiles) else {
        return;
    };
    if mentions(view, &OWN_SIGNING) || hides_commands(view) {
        return;
    }
    let place = view.script_span(build.command.script, build.command.command().range.clone());
    report
        .at(key, "the profiles that `ios_signing` fetches are never applied to the Xcode project")
        .help("run `xcode-project use-profiles` in a step before the build; the build fails or is signed wrongly otherwise")
        .related_span(place, "built here")
        .in_use();
}

/// Whether the command signs with what `use-profiles` sets up, as far as it
/// tells.
fn needs_profiles(build: &Build<'_>) -> bool {
    let command = build.command.command();
    let options = command
        .option_text("--export-options-plist")
        .or_else(|| command.option_text("-exportOptionsPlist"));
    build.makes_signed_package()
        && match options {
            Some(path) => WRITTEN_OPTIONS.contains(&path),
            None => flutter_build(command).is_some() || command.has("build-ipa"),
        }
}
