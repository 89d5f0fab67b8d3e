//! Tools that only Macs have.

use crate::expression::shell::Command;
use crate::knowledge::machines::Platform;
use crate::rules::prelude::*;
use crate::rules::shared::machine_tools::{first_use, needs_mac, other_machine, tell};

rule! {
    id: "mac-only-tool",
    category: Environment,
    severity: Error,
    summary: "a tool that only Macs have, on another machine",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#instance-type",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(machine) = other_machine(view, Platform::MacOs) else {
        return;
    };
    // Then `asc-needs-mac` says so.
    if needs_mac(view) {
        return;
    }
    if let Some((found, tool)) = first_use(view, of_mac) {
        tell(
            view,
            report,
            &found,
            format!(
                "{tool} needs macOS, and this machine runs {}",
                machine.name()
            ),
        )
        .help("use `mac_mini_m2`, or leave the step to a workflow that does");
    }
}

fn of_mac(command: &Command<'_>) -> Option<&'static str> {
    // `xcrun` is skipped like a wrapper.
    let is_xcrun = command
        .words
        .first()
        .is_some_and(|word| word.text == "xcrun");
    match command.tool() {
        "xcodebuild" => Some("`xcodebuild`"),
        "xcode-select" => Some("`xcode-select`"),
        "agvtool" => Some("`agvtool`"),
        // Another tool of this name keeps keys of SSH.
        "keychain" if !command.argument(0).starts_with('-') => Some("`keychain`"),
        "security" => Some("`security`"),
        _ => is_xcrun.then_some("`xcrun`"),
    }
}
