//! Where commands run: the directory of the workflow or step, and every `cd`.

use crate::rules::check::WorkflowView;
use crate::rules::steps::StepScript;

use super::cached_paths::{in_clone, normal};

/// The directory in which each of the workflow's commands runs, in their order and
/// relative to the clone of the repository; `None` where that cannot be told.
pub(crate) fn directories(view: &WorkflowView<'_>) -> Vec<Option<String>> {
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

fn follow(script: &StepScript<'_>, start: Option<String>, found: &mut Vec<Option<String>>) {
    let mut here = start;
    let mut subshells_stay = true;
    for command in &script.read.shell.commands {
        let context = &command.context;
        let is_known = context.function.is_none() && (subshells_stay || !context.in_subshell);
        found.push(here.clone().filter(|_| is_known));
        let target = match command.tool() {
            "cd" | "pushd" | "Set-Location" => command.operands().next(),
            "popd" => None,
            _ => continue,
        };
        if context.in_subshell {
            subshells_stay = false;
            continue;
        }
        let is_sure = !context.is_conditional && context.function.is_none();
        let target = target.filter(|_| is_sure);
        here = target.and_then(|target| join(here.as_deref()?, &target.text));
    }
}

/// A directory seen from another one; `None` outside the clone, and where
/// variables hide it.
pub(crate) fn join(from: &str, path: &str) -> Option<String> {
    let path = normal(&path.replace('\\', "/"));
    let inside = in_clone(&path)?;
    let is_absolute = path.starts_with("$CM_BUILD_DIR");
    if inside.contains(['$', '*', '`']) {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    let from = if is_absolute { "" } else { from };
    for part in from.split('/').chain(inside.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
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
