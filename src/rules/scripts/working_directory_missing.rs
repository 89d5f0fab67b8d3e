//! A working directory that the repository does not have.

use crate::repository::Repository;
use crate::rules::prelude::*;
use crate::rules::shared::places::{
    Placed, literal, may_fail, placed, similar, step_directory, target_of_cd, workflow_directory,
};
use crate::rules::shared::words::excerpt;

rule! {
    id: "working-directory-missing",
    category: Scripts,
    severity: Error,
    summary: "a `working_directory`, or a `cd`, to a directory that the repository does not have",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(repository) = view.file.repository() else {
        return;
    };
    let is_missing =
        |before, path: &str| repository.is_missing(path) && !view.made().may_hold(before, path);
    if let Some((Some(node), path)) = workflow_directory(view) {
        // A first step that runs elsewhere may make it.
        let is_first = step_directory(view, 0).is_none();
        if is_first && is_missing(0, &path) {
            say(repository, &path, report.at(node, message(&path)));
        }
    }
    for step in 0..view.steps().len() {
        let before = view.commands().partition_point(|found| found.step < step);
        if let Some((node, Some(path))) = step_directory(view, step)
            && is_missing(before, &path)
        {
            say(repository, &path, report.at(node, message(&path)));
        }
    }
    for found in placed(view) {
        let Some(path) = cd(&found).filter(|path| is_missing(found.position, path)) else {
            continue;
        };
        if !may_fail(found.command) {
            let script = found.command.script;
            let span = view.script_span(script, found.command.command().range.clone());
            let draft = report.span(script, span, message(&path));
            say(repository, &path, draft.severity(Severity::Warning));
        }
    }
}

/// Where a command changes to, from a directory that is there.
fn cd(found: &Placed<'_>) -> Option<String> {
    literal(found.directory.as_deref()?, target_of_cd(found.command)?)
}

fn message(path: &str) -> String {
    format!("the repository has no directory `{}`", excerpt(path))
}

fn say(repository: &Repository, path: &str, draft: &mut crate::rules::Draft) {
    draft.in_use();
    match similar(repository, path, true) {
        Some(other) => draft.help(format!("did you mean `{other}`? The step fails otherwise")),
        None => draft.help(
            "write a directory of the repository, relative to its root; the step fails otherwise",
        ),
    };
}
