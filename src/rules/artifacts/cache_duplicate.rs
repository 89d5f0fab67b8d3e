//! A directory that is cached twice.

use crate::rules::prelude::*;
use crate::rules::shared::duplicates::{self, Removable, repeated};
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
    let paths = view.cached_paths();
    let items = paths.iter().map(|path| (path.item, &path.normal));
    for found in repeated(items) {
        let text = excerpt(tree.scalar(found.item).unwrap_or_default());
        let message = format!("`{text}` is cached twice");
        duplicates::report(report, found, message, Removable::Later).help(
            "remove one of the two; the cache cannot be packed otherwise, and nothing is kept",
        );
    }
}
