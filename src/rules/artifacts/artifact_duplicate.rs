//! The same artifacts twice.

use crate::rules::prelude::*;
use crate::rules::shared::cached_paths::normal;
use crate::rules::shared::duplicates::{removed, repetitions};
use crate::rules::shared::kept_files::patterns;
use crate::rules::shared::words::excerpt;

rule! {
    id: "artifact-duplicate",
    category: Artifacts,
    severity: Hint,
    summary: "a pattern that `artifacts` lists twice",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let items = patterns(view).map(|(node, text)| (node, normal(text)));
    for found in repetitions(items.filter(|(_, text)| !text.is_empty())) {
        let text = excerpt(tree.scalar(found.node).unwrap_or_default());
        let draft = report
            .at(found.node, format!("artifacts `{text}` are listed twice"))
            .help("remove one of the two; files are kept once")
            .related(tree, found.first, "first listed here");
        if let Some(fix) = removed(tree, found.node, "remove the repeated pattern") {
            draft.fix(fix);
        }
    }
}
