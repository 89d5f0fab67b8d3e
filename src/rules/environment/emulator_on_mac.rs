//! Android emulators on a Mac.

use crate::expression::shell::Command;
use crate::knowledge::machines::Platform;
use crate::rules::prelude::*;
use crate::rules::shared::machine_tools::{first_use, tell};
use crate::rules::shared::scripts::machine;

rule! {
    id: "emulator-on-mac",
    category: Environment,
    summary: "an Android emulator on a Mac, whose processor cannot run it",
    source: "https://docs.codemagic.io/yaml-testing/testing/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    // Macs with processors of Intel ran emulators.
    let is_intel = view.workflow.instance_type.value().is_some_and(|machine| {
        machine
            .literal()
            .is_some_and(|it| matches!(it.word(), "mac_mini" | "mac_pro"))
    });
    if machine(view.workflow) != Some(Platform::MacOs) || is_intel {
        return;
    }
    let Some((found, what)) = first_use(view, emulator) else {
        return;
    };
    tell(
        view,
        report,
        &found,
        format!("{what}, which does not run on Macs with Apple silicon"),
    )
    .help("run these tests on `linux_x2`, or on devices of a test service");
}

/// What the command has to do with an emulator.
fn emulator(command: &Command<'_>) -> Option<&'static str> {
    match command.tool() {
        "emulator" if command.has("-avd") || command.argument(0).starts_with('@') => {
            Some("this starts an Android emulator")
        }
        "avdmanager" if command.has("create") => Some("this makes an Android emulator"),
        "flutter" if command.runs("flutter", &["emulators"]) && command.has_option("--launch") => {
            Some("this starts an Android emulator")
        }
        _ => None,
    }
}
