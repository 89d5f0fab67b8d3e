//! A command without the file of the project that it needs.

use crate::repository::{Entry, Repository, paths};
use crate::rules::prelude::*;
use crate::rules::shared::places::{ends_the_build, placed, similar};
use crate::rules::shared::project_files::lacking;
use crate::rules::shared::words::excerpt;

rule! {
    id: "project-file-missing",
    category: Scripts,
    summary: "a command where the repository lacks the file it needs, such as `pod install` without a `Podfile`",
    source: "https://docs.codemagic.io/troubleshooting/common-ios-issues/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(repository) = view.file.repository() else {
        return;
    };
    for found in placed(view) {
        let Some(lacking) = lacking(view, repository, &found) else {
            continue;
        };
        let (Some(first), Some(last)) = (lacking.words.first(), lacking.words.last()) else {
            continue;
        };
        if found.may_fail {
            continue;
        }
        let script = found.command.script;
        let span = view.script_span(script, first.range.start..last.range.end);
        let directory = match &*lacking.directory {
            "" => "the root of the repository".to_owned(),
            directory => format!("`{}`", excerpt(directory)),
        };
        let path = excerpt(&lacking.path);
        let message = if lacking.is_named {
            format!("the repository has no `{path}`")
        } else {
            let command = excerpt(&lacking.command);
            let verb = if lacking.is_elsewhere {
                "looks"
            } else {
                "runs"
            };
            format!("`{command}` {verb} in {directory}, and there is no `{path}`")
        };
        let draft = report.span(script, span, message);
        let is_directory = lacking.path.contains(".xc");
        let similar = similar(repository, &lacking.path, is_directory);
        let nested = below(repository, &lacking.path);
        let fails = if ends_the_build(view, found.command.step) {
            "; the command fails without it"
        } else {
            ""
        };
        match similar.or(nested) {
            Some(other) => draft.help(format!("there is `{other}`{fails}")),
            None => draft.help(format!(
                "change to the directory of the project first, or add the file{fails}"
            )),
        };
        draft.in_use();
    }
}

/// Most directories in which a missing file is looked for.
const MAX_LOOKED_AT: usize = 100;

/// A file of this name one directory below.
fn below(repository: &Repository, path: &str) -> Option<String> {
    let parent = paths::parent(path);
    let names = repository.list(parent)?;
    let directories = names.iter().filter(|(_, it)| *it == Entry::Directory);
    let directories = directories.take(MAX_LOOKED_AT);
    let mut places = directories
        .filter_map(|(name, _)| paths::join(parent, &format!("{name}/{}", paths::name(path))));
    places.find(|it| repository.is_file(it))
}
