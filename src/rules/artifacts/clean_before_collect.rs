//! What is built must still be there at the end.

use crate::expression::shell::Command;
use crate::rules::prelude::*;
use crate::rules::shared::calls::{place, place_of_call};
use crate::rules::shared::packages::{
    GRADLE, Kept, gradle_tasks, kept, makings, takes_packages_away,
};
use crate::rules::shared::tool_table::ToolTable;

rule! {
    id: "clean-before-collect",
    category: Artifacts,
    summary: "a command that deletes what was built, before it is kept",
    source: "https://docs.codemagic.io/yaml-notification/email/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let made = makings(view);
    let Some(first) = made.first() else {
        return;
    };
    let mut after = CLEANERS.calls(view).filter(|(at, ..)| *at > first.position);
    let Some((at, found, _)) = after.find(|(_, it, cleans)| {
        let command = it.command();
        surely_runs(command) && cleans(command)
    }) else {
        return;
    };
    // What is made again afterwards is kept all the same.
    let lost = made.iter().find(|making| {
        making.position < at
            && !made
                .iter()
                .any(|it| it.position > at && it.package == making.package)
            && fits(found.command(), making.command.command())
            && kept(view, making) == Kept::Maybe
    });
    let Some(lost) = lost else {
        return;
    };
    if takes_packages_away(view) || view.hides_commands() {
        return;
    }
    report
        .span(
            found.script,
            place(view, found),
            format!(
                "this deletes the `{}` before it is kept",
                lost.package.ending()
            ),
        )
        .help("clean before the build; artifacts are kept only after the last step")
        .related_span(place_of_call(view, lost.command), "built here")
        .in_use();
}

/// Whether a command surely runs.
fn surely_runs(command: &Command<'_>) -> bool {
    let context = &command.context;
    !context.is_conditional && !context.in_subshell && context.function.is_none()
}

/// Whether a command deletes the results of builds.
type Cleans = fn(&Command<'_>) -> bool;

const CLEANERS: ToolTable<Cleans, 5> = {
    let [unix, windows, installed] = GRADLE;
    let by_flutter: Cleans = |command| command.argument(0) == "clean";
    ToolTable([
        (unix, cleans_by_gradle),
        (windows, cleans_by_gradle),
        (installed, cleans_by_gradle),
        ("rm", removes),
        ("flutter", by_flutter),
    ])
};

fn cleans_by_gradle(command: &Command<'_>) -> bool {
    let mut tasks = gradle_tasks(command).peekable();
    tasks.peek().is_some() && tasks.all(|it| it == "clean" || it.ends_with(":clean"))
}

fn removes(command: &Command<'_>) -> bool {
    let mut operands = command.operands();
    operands.any(|word| matches!(&*word.text, "build" | "build/" | "./build" | "build/*"))
}

/// Whether the one deletes what the other makes: each tool its own.
fn fits(cleaning: &Command<'_>, making: &Command<'_>) -> bool {
    let is_gradle = |command: &Command<'_>| command.tool().starts_with("gradle");
    match cleaning.tool() {
        "flutter" => making.tool() == "flutter",
        "rm" => !is_gradle(making),
        _ => is_gradle(making),
    }
}
