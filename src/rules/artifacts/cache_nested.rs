//! A cached directory inside another one.

use rustc_hash::FxHashMap;

use crate::finding::Safety;
use crate::rules::prelude::*;
use crate::rules::shared::cached_paths::{CachedPath, in_clone};
use crate::rules::shared::removal;
use crate::rules::shared::words::excerpt;

rule! {
    id: "cache-nested",
    category: Artifacts,
    summary: "a directory of `cache_paths` inside another one",
    source: "https://docs.codemagic.io/knowledge-codemagic/caching/",
    fix: Unsafe,
    check: Workflow(check),
}

/// Directories around a path that are looked at: nobody goes deeper.
const DEEPEST: usize = 64;

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let paths = view.cached_paths();
    let by_form: FxHashMap<&str, &CachedPath<'_>> = paths
        .iter()
        .filter(|path| !is_wrong_as_a_whole(path))
        .map(|path| (path.normal.as_str(), path))
        .collect();
    for inner in paths {
        let ends = inner.normal.match_indices('/').take(DEEPEST);
        let mut around = ends.filter_map(|(end, _)| by_form.get(inner.normal.get(..end)?));
        let Some(outer) = around.next() else {
            continue;
        };
        let (shown, holder) = (excerpt(inner.text), excerpt(outer.text));
        let draft = report
            .at(
                inner.item,
                format!("`{shown}` lies in `{holder}`, which is cached as well"),
            )
            .help("keep one of the two; its files are packed twice otherwise, and packing may fail")
            .related(tree, outer.item, "this directory holds it");
        if let Some(mut fix) = removal::item(tree, inner.item, "remove the inner path") {
            fix.safety = Safety::Unsafe;
            draft.fix(fix);
        }
    }
}

/// Whether another rule says not to cache the directory.
fn is_wrong_as_a_whole(path: &CachedPath<'_>) -> bool {
    path.normal == "~/.gradle" || in_clone(&path.normal) == Some("")
}
