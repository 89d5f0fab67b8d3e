//! A script that is run but may not be executed.

use std::path::Path;

use crate::repository::Entry;
use crate::rules::prelude::*;
use crate::rules::shared::places::{ends_the_build, placed};
use crate::rules::shared::script_files::script_file;
use crate::rules::shared::words::excerpt;

rule! {
    id: "script-not-executable",
    category: Scripts,
    summary: "a step that runs a script which may not be executed",
    source: "https://docs.codemagic.io/troubleshooting/common-issues/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(repository) = view.file.repository() else {
        return;
    };
    for found in placed(view) {
        let Some(file) = script_file(&found).filter(|file| file.is_program) else {
            continue;
        };
        let is_forbidden = matches!(
            repository.entry(&file.path),
            Entry::File {
                executable: Some(false)
            }
        );
        if !is_forbidden
            || found.may_fail
            || view.made().runs(found.position, &["chmod", "install"])
            || view.made().may_hold(found.position, &file.path)
        {
            continue;
        }
        let script = found.command.script;
        let span = view.script_span(script, file.word.range.clone());
        let path = excerpt(&file.path);
        let ends = if ends_the_build(view, found.command.step) {
            ": the step ends with `Permission denied`"
        } else {
            ""
        };
        let message = format!("`{path}` may not be executed{ends}");
        let draft = report.span(script, span, message);
        draft
            .help(format!(
                "run `git update-index --chmod=+x {path}` and commit, or put `chmod +x` before it"
            ))
            .in_use();
        let is_first =
            found.command.command().words.first().map(|it| &it.range) == Some(&file.word.range);
        let is_shell = Path::new(&file.path)
            .extension()
            .is_some_and(|it| it == "sh");
        if is_first && is_shell {
            draft.fix(Fix::suggestion(
                "let bash read it",
                Span::at(span.start()),
                "bash ",
            ));
        }
    }
}
