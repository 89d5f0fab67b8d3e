//! A working directory that the repository does not have.

use crate::repository::Repository;
use crate::rules::prelude::*;
use crate::rules::shared::directories::{join, target};
use crate::rules::shared::places::{
    Otherwise, Placed, ends_the_build, is_missing, otherwise, placed, similar, step_directory,
    workflow_directory,
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
    let is_missing = |before, path: &str| is_missing(view, repository, before, path);
    if let Some((Some(node), path)) = workflow_directory(view) {
        // A first step that runs elsewhere may make it.
        let is_first = step_directory(view, 0).is_none();
        if is_first && is_missing(0, &path) {
            let draft = report.at(node, message(&path));
            say(repository, otherwise(view, 0), &path, draft);
        }
    }
    for step in 0..view.steps().len() {
        let before = view.commands().partition_point(|found| found.step < step);
        if let Some((node, Some(path))) = step_directory(view, step)
            && is_missing(before, &path)
        {
            let draft = report.at(node, message(&path));
            say(repository, otherwise(view, step), &path, draft);
            // A build, or an installation, may have made it after all.
            if view.made().is_unsure(before) || !ends_the_build(view, step) {
                draft.severity(Severity::Warning);
            }
        }
    }
    for found in placed(view).iter().filter(|found| !found.may_fail) {
        let Some(path) = cd(found).filter(|path| is_missing(found.position, path)) else {
            continue;
        };
        let script = found.command.script;
        let span = view.script_span(script, found.command.command().range.clone());
        let draft = report.span(script, span, message(&path));
        draft.severity(Severity::Warning);
        say(
            repository,
            otherwise(view, found.command.step),
            &path,
            draft,
        );
    }
}

/// Where a command changes to, from a directory that is there.
fn cd(found: &Placed<'_>) -> Option<String> {
    let command = found.command.command();
    // `pushd` is of Bash, and `cd *` leads where only a build knows.
    let to = target(command).filter(|it| !it.contains(['*', '?', '[', '{', '%', '(']))?;
    join(found.directory?, to)
}

fn message(path: &str) -> String {
    format!("the repository has no directory `{}`", excerpt(path))
}

fn say(repository: &Repository, otherwise: Otherwise, path: &str, draft: &mut crate::rules::Draft) {
    draft.in_use();
    match similar(repository, path, true) {
        Some(other) => draft.help(otherwise.meant(&other)),
        None => draft
            .help(otherwise.advice("write a directory of the repository, relative to its root")),
    };
}
