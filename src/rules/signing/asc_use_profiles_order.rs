//! Profiles have to be applied before the build.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::{Build, builds};

rule! {
    id: "asc-use-profiles-order",
    category: Signing,
    summary: "`xcode-project use-profiles` only after the build",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let mut commands = view.calls(["xcode-project"]);
    let first =
        commands.find(|(_, found)| found.command().runs("xcode-project", &["use-profiles"]));
    let Some((at, applied)) = first else {
        return;
    };
    let mut packages = builds(view).filter(Build::makes_signed_package);
    let Some(build) = packages.next().filter(|build| build.position < at) else {
        return;
    };
    if packages.any(|build| build.position > at) || view.hides_commands() {
        return;
    }
    let span = view.script_span(applied.script, applied.command().range.clone());
    let place = view.script_span(build.command.script, build.command.command().range.clone());
    report
        .span(
            applied.script,
            span,
            "`xcode-project use-profiles` runs after the build, too late to sign it",
        )
        .help("move it to a step before the build")
        .related_span(place, "built here")
        .in_use();
}
