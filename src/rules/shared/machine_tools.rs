//! Tools that only machines of one platform have.

use crate::expression::shell::Command;
use crate::knowledge::machines::Platform;
use crate::rules::check::WorkflowView;
use crate::rules::report::{Draft, Report};
use crate::rules::steps::StepCommand;

use super::apple_builds::{builds, flutter_build};
use super::scripts::{decisive, machine};

/// The machine of the workflow where it is another than this.
pub(crate) fn other_machine(view: &WorkflowView<'_>, wanted: Platform) -> Option<Platform> {
    machine(view.workflow).filter(|found| *found != wanted)
}

/// Whether the workflow needs a Mac, so that another machine is the mistake.
pub(crate) fn needs_mac(view: &WorkflowView<'_>) -> bool {
    let publishing = view.workflow.publishing.value();
    builds(view).next().is_some() || publishing.is_some_and(|it| it.app_store_connect.is_set())
}

/// The first decisive command that calls a tool for which `what` has words.
pub(crate) fn first_use<'v>(
    view: &'v WorkflowView<'_>,
    what: impl Fn(&Command<'_>) -> Option<&'static str> + 'v,
) -> Option<(StepCommand<'v>, &'static str)> {
    decisive(view).find_map(|found| {
        let what = what(found.command())?;
        Some((found, what))
    })
}

/// Whether a decisive command installs a tool of this name.
pub(crate) fn is_installed(view: &WorkflowView<'_>, name: &str) -> bool {
    const MANAGERS: [&str; 9] = [
        "brew", "apt", "apt-get", "choco", "gem", "snap", "winget", "pip", "pip3",
    ];
    view.calls(MANAGERS).any(|(_, found)| {
        let command = found.command();
        MANAGERS.contains(&command.tool())
            && (command.has("install") || command.has("add"))
            && command.arguments().iter().any(|it| it.text.contains(name))
    })
}

/// Reports a command, with the machine.
pub(crate) fn tell<'r>(
    view: &WorkflowView<'_>,
    report: &'r mut Report<'_>,
    found: &StepCommand<'_>,
    message: String,
) -> &'r mut Draft {
    let command = found.command();
    let start = command
        .program()
        .map_or(command.range.start, |it| it.range.start);
    let span = view.script_span(found.script, start..command.range.end);
    let draft = report.span(found.script, span, message).in_use();
    if let Some(node) = view.workflow.instance_type.node() {
        draft.related(view.tree(), node, "the machine is chosen here");
    }
    draft
}

/// What `flutter build` makes for a platform of computers.
pub(crate) fn desktop_target<'c>(command: &'c Command<'_>) -> Option<&'c str> {
    flutter_build(command).filter(|target| matches!(*target, "windows" | "linux"))
}
