//! Caches of another platform.

use crate::knowledge::machines::Platform;
use crate::rules::prelude::*;
use crate::rules::shared::removal;
use crate::rules::shared::tools::platform;
use crate::rules::shared::words::excerpt;

rule! {
    id: "cache-platform",
    category: Artifacts,
    severity: Hint,
    summary: "a cached directory that only macOS has, on another machine",
    source: "https://docs.codemagic.io/knowledge-codemagic/caching/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let machine = match platform(view.workflow) {
        Some(Platform::Linux) => "Linux",
        Some(Platform::Windows) => "Windows",
        _ => return,
    };
    for path in view.cached_paths() {
        let is_of_mac = path.normal.starts_with("~/Library/")
            || path.normal.starts_with("~/.cocoapods")
            || path.normal.split('/').any(|part| part == "Pods");
        if !is_of_mac {
            continue;
        }
        let draft = report
            .at(
                path.node,
                format!(
                    "`{}` is a directory of macOS, and this machine runs {machine}",
                    excerpt(path.text)
                ),
            )
            .help("remove the path; there is nothing to cache")
            .in_use();
        let tree = view.tree();
        if !tree.is_shared(path.item)
            && let Some(fix) = removal::item(tree, path.item, "remove the path")
        {
            draft.fix(fix);
        }
    }
}
