//! Gradle's home holds more than its caches.

use crate::rules::prelude::*;
use crate::rules::shared::edits::replace;
use crate::rules::shared::removal;
use crate::rules::shared::words::{excerpt, quoted};
use crate::syntax::ScalarStyle;

rule! {
    id: "cache-gradle-home",
    category: Artifacts,
    summary: "a cache of the whole `.gradle` directory",
    source: "https://docs.codemagic.io/knowledge-codemagic/caching/",
    fix: Safe,
    check: Workflow(check),
}

const HOME: &str = "~/.gradle";
const CACHES: &str = "~/.gradle/caches";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let paths = view.cached_paths();
    let has_caches = paths.iter().any(|path| path.normal == CACHES);
    for path in paths.iter().filter(|path| path.normal == HOME) {
        let fix = if has_caches {
            removal::item(
                tree,
                path.item,
                "remove the path; `caches` is listed already",
            )
        } else {
            let caches = format!("{}/caches", path.text.trim_end_matches('/'));
            match tree.scalar_style(path.node) {
                Some(ScalarStyle::Plain) => Some(caches),
                Some(style) if style.is_quoted() => Some(quoted(&caches)),
                _ => None,
            }
            .map(|text| replace(tree, path.node, "cache `caches` only", text))
        };
        let draft = report
            .at(path.node, format!("`{}` is more than Gradle's cache", excerpt(path.text)))
            .help("cache `$HOME/.gradle/caches`; the rest holds locks and daemons of the old machine, which the documentation warns not to cache");
        if let Some(fix) = fix {
            draft.fix(fix);
        }
    }
}
