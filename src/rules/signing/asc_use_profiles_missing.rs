//! Profiles have to be applied to the Xcode project.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::{builds, mentions, needs_profiles};
use crate::rules::shared::calls::place;
use crate::rules::shared::insertion::{command_before, item_before};
use crate::rules::steps::StepCommand;

rule! {
    id: "asc-use-profiles-missing",
    category: Signing,
    summary: "`ios_signing` without `xcode-project use-profiles`",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    fix: Unsafe,
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
    if mentions(view, &OWN_SIGNING) || view.hides_commands() {
        return;
    }
    let draft = report
        .at(key, "the profiles that `ios_signing` fetches are never applied to the Xcode project")
        .help("run `xcode-project use-profiles` in a step before the build; the build fails or is signed wrongly otherwise")
        .related_span(place(view, build.command), "built here")
        .in_use();
    if let Some((span, text)) = insertion(view, build.command) {
        draft.fix(Fix::suggestion(
            "apply the profiles before the build",
            span,
            text,
        ));
    }
}

const APPLY: &str = "xcode-project use-profiles";

/// Where the command goes: into a step of its own, or before the build where what
/// stands there may have to come first.
fn insertion(view: &WorkflowView<'_>, build: &StepCommand<'_>) -> Option<(Span, String)> {
    if build.index > 0 {
        return command_before(view, build, APPLY);
    }
    let step = view.build_scripts().find(|it| it.index == build.step)?;
    let lines = ["name: Apply profiles", &format!("script: {APPLY}")];
    item_before(view.tree(), step.item, &lines)
}
