//! Xcode does not build faster for what it finds in its build folder.

use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "cache-derived-data",
    category: Artifacts,
    summary: "a cache of Xcode's `DerivedData`, which speeds up nothing",
    source: "https://docs.codemagic.io/knowledge-codemagic/caching/",
    check: Workflow(check),
}

/// Parts of the directory that are worth keeping: what the compiler cached, and
/// the packages that were fetched.
const USEFUL: &[&str] = &["CompilationCache.noindex", "SourcePackages"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for path in view.cached_paths() {
        let mut parts = path.normal.split('/');
        if parts.any(|part| part == "DerivedData") && !parts.any(|part| USEFUL.contains(&part)) {
            report
                .at(path.node, format!("caching `{}` does not speed up builds", excerpt(path.text)))
                .help("remove the path; Xcode 10.2 and newer build everything again, and packing takes its time");
        }
    }
}
