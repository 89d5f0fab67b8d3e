//! Where commands run: the directory of the workflow or step, and every `cd`.

use std::borrow::Cow;

use crate::expression::shell::Command;
use crate::repository::paths;
use crate::rules::check::WorkflowView;
use crate::rules::steps::StepScript;

use super::cached_paths::{in_clone, normal};

/// Most parts of a directory's path. Deeper ones are not followed, which no
/// repository has and a long list of `cd` would make slow.
const MAX_DEPTH: usize = 64;

/// Where a command runs.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The directory, relative to the clone of the repository; `None` where that
    /// cannot be told.
    pub directory: Option<String>,
    /// Whether the step goes on when the command fails, or never comes to it: behind
    /// `set +e` or `exit`.
    pub may_fail: bool,
}

/// The place of each of the workflow's commands, in their order.
pub(crate) fn places(view: &WorkflowView<'_>) -> Vec<Place> {
    let mut found = Vec::new();
    for script in view.build_scripts() {
        follow(script, start(view, script), &mut found);
    }
    found
}

/// The directory at which the patterns of `artifacts` begin.
pub(crate) fn of_workflow(view: &WorkflowView<'_>) -> Option<String> {
    let directory = &view.workflow.working_directory;
    if !directory.is_set() {
        return Some(String::new());
    }
    // Also `$CM_BUILD_DIR/app`, which counts as a variable.
    directory.value()?;
    join("", view.tree().scalar(directory.node()?)?)
}

/// Where a script begins.
fn start(view: &WorkflowView<'_>, script: &StepScript<'_>) -> Option<String> {
    let own = script.step.map(|step| &step.working_directory);
    match own.filter(|own| own.is_set()) {
        Some(own) => join("", view.tree().scalar(own.node()?)?),
        None => of_workflow(view),
    }
}

fn follow(script: &StepScript<'_>, start: Option<String>, found: &mut Vec<Place>) {
    let mut here = start;
    let mut subshells_stay = true;
    let mut may_fail = false;
    let mut has_ended = false;
    for command in &script.read.shell.commands {
        let context = &command.context;
        let is_known = context.function.is_none() && (subshells_stay || !context.in_subshell);
        found.push(Place {
            directory: here.clone().filter(|_| is_known),
            may_fail: may_fail || has_ended,
        });
        let is_sure = !context.is_conditional && context.function.is_none();
        match command.tool() {
            "exit" => has_ended |= is_sure && !context.in_subshell,
            "set" if is_sure && !context.in_subshell => {
                may_fail = ignores_failure(command).unwrap_or(may_fail);
            }
            _ => {}
        }
        if !moves(command) {
            continue;
        }
        if context.in_subshell {
            subshells_stay = false;
            continue;
        }
        let target = target(command).filter(|_| is_sure);
        here = target
            .and_then(|target| join(here.as_deref()?, target))
            .filter(|path| path.split('/').count() <= MAX_DEPTH);
    }
}

/// Whether `set` makes the script go on after failures, or end.
fn ignores_failure(command: &Command<'_>) -> Option<bool> {
    let words = command.arguments().iter().map(|it| &*it.text);
    let mut found = None;
    let mut before = "";
    for word in words {
        match (before, word) {
            ("+o", "errexit") => found = Some(true),
            ("-o", "errexit") => found = Some(false),
            (_, word) if word.starts_with('+') && word.contains('e') => found = Some(true),
            (_, word) if word.starts_with('-') && word.contains('e') => found = Some(false),
            _ => {}
        }
        before = word;
    }
    found
}

/// Whether a command changes the directory.
fn moves(command: &Command<'_>) -> bool {
    matches!(command.tool(), "cd" | "popd" | "pushd" | "Set-Location")
}

/// The directory that a command changes to; `None` where it does not say, such as
/// `cd -`.
pub(crate) fn target<'c>(command: &'c Command<'_>) -> Option<&'c str> {
    let says = moves(command) && command.tool() != "popd";
    let word = command.operands().next().filter(|_| says)?;
    Some(&word.text)
}

/// A directory seen from another one; `None` outside the clone, and where
/// variables hide it.
pub(crate) fn join(from: &str, path: &str) -> Option<String> {
    let slashed = if path.contains('\\') {
        Cow::Owned(path.replace('\\', "/"))
    } else {
        Cow::Borrowed(path)
    };
    let path = normal(&slashed);
    let inside = in_clone(&path)?;
    let is_absolute = path.starts_with("$CM_BUILD_DIR");
    if inside.contains(['$', '*', '`']) {
        return None;
    }
    paths::join(if is_absolute { "" } else { from }, inside)
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn directories_are_joined() {
        let cases = [
            ("", "app", Some("app")),
            ("app", "android/", Some("app/android")),
            ("app/android", "..", Some("app")),
            ("app", "../ios", Some("ios")),
            ("app", "$CM_BUILD_DIR/ios", Some("ios")),
            ("app", "./.", Some("app")),
            ("app", r"win\x64", Some("app/win/x64")),
            ("app", "../..", None),
            ("app", "$DIR", None),
            ("app", "/tmp", None),
            ("app", "~", None),
            ("app", "-", Some("app/-")),
        ];
        for (from, path, expected) in cases {
            assert_eq!(join(from, path).as_deref(), expected, "{path} from {from}");
        }
    }
}
