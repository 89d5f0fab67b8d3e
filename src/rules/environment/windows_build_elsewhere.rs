//! Windows apps on another machine.

use crate::expression::shell::Command;
use crate::knowledge::machines::Platform;
use crate::rules::prelude::*;
use crate::rules::shared::machine_tools::{desktop_target, first_use, other_machine, tell};

rule! {
    id: "windows-build-elsewhere",
    category: Environment,
    severity: Error,
    summary: "a build for Windows on a machine that does not run it",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-flutter-app/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(machine) = other_machine(view, Platform::Windows) else {
        return;
    };
    if let Some((found, what)) = first_use(view, for_windows) {
        tell(
            view,
            report,
            &found,
            format!(
                "{what} on Windows only, and this machine runs {}",
                machine.name()
            ),
        )
        .help("use `windows_x2`");
    }
}

fn for_windows(command: &Command<'_>) -> Option<&'static str> {
    let makes_msix = matches!(command.tool(), "flutter" | "dart")
        && command
            .arguments()
            .iter()
            .any(|it| matches!(&*it.text, "msix:create" | "msix:build"));
    match desktop_target(command) {
        Some("windows") => Some("`flutter build windows` works"),
        _ => makes_msix.then_some("`msix` works"),
    }
}
