//! What is built must still be there at the end.

use crate::expression::shell::Command;
use crate::rules::prelude::*;
use crate::rules::shared::calls::{place, place_of_call};
use crate::rules::shared::packages::{Kept, gradle_tasks, kept, makings, takes_packages_away};

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
    let cleaning = view.calls(["gradlew", "gradlew.bat", "gradle", "rm", "flutter"]);
    let mut after = cleaning.filter(|(at, _)| *at > first.position);
    let Some((at, found)) = after.find(|(_, it)| cleans(it.command())) else {
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

/// Whether a command deletes the results of builds.
fn cleans(command: &Command<'_>) -> bool {
    let context = &command.context;
    if context.is_conditional || context.in_subshell || context.function.is_some() {
        return false;
    }
    let mut tasks = gradle_tasks(command).peekable();
    let gradle = tasks.peek().is_some() && tasks.all(|it| it == "clean" || it.ends_with(":clean"));
    let removes = command.tool() == "rm"
        && command
            .operands()
            .any(|word| matches!(&*word.text, "build" | "build/" | "./build" | "build/*"));
    gradle || removes || command.runs("flutter", &["clean"])
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
