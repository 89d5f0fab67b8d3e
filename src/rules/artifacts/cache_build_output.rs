//! Builds should start clean.

use crate::rules::prelude::*;
use crate::rules::shared::cached_paths::in_clone;
use crate::rules::shared::words::excerpt;

rule! {
    id: "cache-build-output",
    category: Artifacts,
    summary: "a cache of what the build itself writes, or of the whole clone",
    source: "https://docs.codemagic.io/knowledge-codemagic/caching/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for path in view.cached_paths() {
        let Some(inside) = in_clone(&path.normal) else {
            continue;
        };
        let what = match inside.rsplit('/').next() {
            Some("") => "the whole clone of the repository",
            Some("build" | ".dart_tool") => "output of the build",
            _ => continue,
        };
        report
            .at(path.node, format!("`{}` is {what}: old files come back with the cache", excerpt(path.text)))
            .help("cache what is downloaded, such as `$HOME/.gradle/caches`; stale output gives builds that differ from the sources");
    }
}
