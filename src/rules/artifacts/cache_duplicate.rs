//! A directory that is cached twice.

use crate::rules::prelude::*;
use crate::rules::shared::cached_paths::cached_paths;
use crate::rules::shared::duplicates::{removed, repetitions};
use crate::rules::shared::words::excerpt;

rule! {
    id: "cache-duplicate",
    category: Artifacts,
    severity: Error,
    summary: "a directory that `cache_paths` lists twice",
    source: "https://docs.codemagic.io/troubleshooting/common-issues/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let paths = cached_paths(view);
    let items = paths.iter().map(|path| (path.item, &path.normal));
    for found in repetitions(items) {
        let text = excerpt(tree.scalar(found.node).unwrap_or_default());
        let draft = report
            .at(found.node, format!("`{text}` is cached twice"))
            .help(
                "remove one of the two; the cache cannot be packed otherwise, and nothing is kept",
            )
            .related(tree, found.first, "first listed here");
        if let Some(fix) = removed(tree, found.node, "remove the repeated path") {
            draft.fix(fix);
        }
    }
}
