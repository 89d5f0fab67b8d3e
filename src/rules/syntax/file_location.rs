//! A file that is not at the root of the repository.

use crate::repository::Entry;
use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "file-location",
    category: Syntax,
    severity: Warning,
    summary: "a `codemagic.yaml` in a folder of the repository, where Codemagic does not look",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: File(check),
}

const NAME: &str = "codemagic.yaml";

/// Folders whose files are there to be read, tried or copied.
const SHOWCASES: &[&str] = &[
    "doc",
    "docs",
    "example",
    "examples",
    "fixture",
    "fixtures",
    "packages",
    "sample",
    "samples",
    "snippets",
    "template",
    "templates",
    "test",
    "testdata",
    "tests",
    "third_party",
    "vendor",
];

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let Some(repository) = file.repository() else {
        return;
    };
    let name = file.tree.source().name();
    let is_named = name.rsplit(['/', '\\']).next() == Some(NAME);
    let folder = repository.folder();
    let is_showcase = |part: &str| {
        let part = part.to_lowercase();
        part.starts_with('.') || SHOWCASES.contains(&&*part)
    };
    if !is_named || folder.is_empty() || folder.split('/').any(is_showcase) {
        return;
    }
    // Where the root has a file of its own, this one is kept on purpose.
    if repository.entry_at_root(NAME) != Entry::Missing {
        return;
    }
    let message = format!(
        "`{NAME}` is read only at the root of the repository, not in `{}`",
        excerpt(folder)
    );
    let draft = match file.config.workflows.key() {
        Some(key) => report.at(key, message),
        None => report.text(Span::default(), message),
    };
    draft.help(format!(
        "move it to the root and give its workflows `working_directory: {folder}`"
    ));
}
