//! A changeset that names files which the repository does not have.

use crate::expression::glob::Pattern;
use crate::repository::{Entry, Repository, paths};
use crate::rules::prelude::*;
use crate::rules::shared::conditions::entries;
use crate::rules::shared::places::similar;
use crate::rules::shared::words::excerpt;

rule! {
    id: "changeset-matches-nothing",
    category: Triggering,
    summary: "an entry under `includes` that matches no file of the repository",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(repository) = view.file.repository() else {
        return;
    };
    let tree = view.tree();
    let changesets = view
        .whens()
        .iter()
        .filter_map(|it| it.when.changeset.value());
    for changeset in changesets {
        for (node, text) in entries(tree, &changeset.includes) {
            let node = tree.resolve(node);
            if !view.file.is_first(report, node, true) || may_match(repository, view, node, text) {
                continue;
            }
            let shown = excerpt(text);
            let draft = report.at(node, format!("no file of the repository matches `{shown}`"));
            match similar(repository, literal_start(text), true) {
                Some(other) => draft.help(format!("did you mean `{other}`? No change of a file counts otherwise")),
                None => draft.help("write a path relative to the root of the repository; no change of a file counts otherwise"),
            };
        }
    }
}

/// Whether a file may match. Only what is surely not there is not.
fn may_match(repository: &Repository, view: &WorkflowView<'_>, node: NodeId, text: &str) -> bool {
    let text = text.trim();
    let is_odd = text.contains(['$', '\\']) || text.starts_with(['/', '!', '~']);
    if is_odd || text.is_empty() || text.starts_with("codemagic.yaml") {
        return true;
    }
    let Some(plain) = paths::join("", text) else {
        return true;
    };
    let start = literal_start(&plain);
    match repository.entry(start) {
        Entry::Missing => return !repository.is_missing(start),
        Entry::Unknown | Entry::File { .. } => return true,
        Entry::Directory => {}
    }
    // A plain path to a directory means all below it.
    if start == plain || !repository.has_project() {
        return true;
    }
    let pattern = view.file.pattern(node, &plain);
    if !pattern.is_readable() || pattern.matches_everything() {
        return true;
    }
    // `**/` may also stand for nothing.
    let shorter = plain.replace("**/", "");
    let mut readings = vec![plain.clone(), format!("{plain}/**")];
    if shorter != plain && !shorter.is_empty() {
        readings.extend([format!("{shorter}/**"), shorter]);
    }
    let is_absent = |text: &String| {
        let pattern = Pattern::parse(text);
        let key = format!("{start}\n{text}");
        repository.has_match(start, &pattern, &key) == Some(false)
    };
    !readings.iter().all(is_absent)
}

/// The directories of a pattern that it says plainly; the whole of a plain path.
fn literal_start(pattern: &str) -> &str {
    match pattern.find(['*', '?', '[', '{', '(', '+', '@']) {
        Some(at) => paths::parent(&pattern[..at]),
        None => pattern,
    }
}
