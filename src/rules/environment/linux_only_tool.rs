//! Tools that only Linux machines have.

use crate::expression::shell::Command;
use crate::knowledge::machines::Platform;
use crate::rules::prelude::*;
use crate::rules::shared::machine_tools::{
    desktop_target, first_use, is_installed, other_machine, tell,
};

rule! {
    id: "linux-only-tool",
    category: Environment,
    severity: Error,
    summary: "a tool that only Linux machines have, on another machine",
    source: "https://docs.codemagic.io/yaml-quick-start/building-a-flutter-app/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(machine) = other_machine(view, Platform::Linux) else {
        return;
    };
    if let Some((found, what)) = first_use(view, of_linux) {
        tell(
            view,
            report,
            &found,
            format!(
                "{what} on Linux only, and this machine runs {}",
                machine.name()
            ),
        )
        .help("use `linux_x2`");
    }
    // Windows machines may have it.
    if machine != Platform::MacOs || is_installed(view, "docker") || is_installed(view, "colima") {
        return;
    }
    if let Some((found, _)) = first_use(view, docker) {
        tell(
            view,
            report,
            &found,
            "`docker` is not there: only Linux machines have it".to_owned(),
        )
        .help("use `linux_x2`, or do without containers")
        .severity(Severity::Warning);
    }
}

fn of_linux(command: &Command<'_>) -> Option<&'static str> {
    match command.tool() {
        "snapcraft" if command.argument(0) != "upload" => Some("`snapcraft` works"),
        _ if desktop_target(command) == Some("linux") => Some("`flutter build linux` works"),
        _ => None,
    }
}

fn docker(command: &Command<'_>) -> Option<&'static str> {
    let runs = matches!(
        command.argument(0),
        "run" | "build" | "compose" | "pull" | "push" | "login"
    );
    (command.tool() == "docker" && runs).then_some("`docker`")
}
