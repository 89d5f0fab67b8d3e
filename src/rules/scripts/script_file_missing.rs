//! A script that the repository does not have.

use crate::repository::{Entry, Repository, paths};
use crate::rules::prelude::*;
use crate::rules::shared::places::{is_missing, otherwise, placed, similar};
use crate::rules::shared::script_files::script_file;
use crate::rules::shared::words::excerpt;

rule! {
    id: "script-file-missing",
    category: Scripts,
    summary: "a step that runs a script which the repository does not have",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(repository) = view.file.repository() else {
        return;
    };
    for found in placed(view) {
        let Some(file) = script_file(&found) else {
            continue;
        };
        let directory = found.directory.unwrap_or_default();
        // The Gradle wrapper is a matter of `project-file-missing`.
        let is_lacking = is_missing(view, repository, found.position, &file.path)
            && paths::name(&file.path) != "gradlew"
            && repository.entry(directory) == Entry::Directory;
        if !is_lacking || found.may_fail {
            continue;
        }
        let script = found.command.script;
        let span = view.script_span(script, file.word.range.clone());
        let draft = report.span(
            script,
            span,
            format!("the repository has no `{}`", excerpt(&file.path)),
        );
        let otherwise = otherwise(view, found.command.step);
        let above = at_root(repository, &file.word.text, &file.path);
        match similar(repository, &file.path, false).or(above) {
            Some(other) => draft.help(otherwise.meant(&other)),
            None => {
                draft.help(otherwise.advice("add the file, or call the script from where it lies"))
            }
        };
        draft.in_use();
    }
}

/// The file at the root, where the step runs in another directory.
fn at_root(repository: &Repository, word: &str, path: &str) -> Option<String> {
    let from_root = paths::join("", word)?;
    (from_root != path && repository.is_file(&from_root))
        .then(|| format!("$CM_BUILD_DIR/{from_root}"))
}
