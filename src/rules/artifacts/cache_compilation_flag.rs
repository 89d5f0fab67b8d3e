//! The compilation cache has to be switched on.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::mentions;

rule! {
    id: "cache-compilation-flag",
    category: Artifacts,
    severity: Hint,
    summary: "a cache of Xcode's compilation cache, which nothing switches on",
    source: "https://docs.codemagic.io/knowledge-codemagic/caching/",
    pedantic: true,
    check: Workflow(check),
}

/// The build setting of Xcode 26 and newer.
const SETTING: &str = "COMPILATION_CACHE_ENABLE_CACHING";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let is_on = || {
        view.has_var(SETTING)
            || view.imports_groups()
            || mentions(view, &["compilation_cache_enable_caching"])
            || view.hides_commands()
    };
    for path in view.cached_paths() {
        if path.normal.contains("CompilationCache.noindex") && !is_on() {
            report
                .at(path.node, "nothing here switches Xcode's compilation cache on")
                .help(format!("build with `{SETTING}=YES`, unless the project sets it; the directory stays empty otherwise"))
                .in_use();
        }
    }
}
