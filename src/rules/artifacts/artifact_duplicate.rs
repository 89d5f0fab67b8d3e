//! The same artifacts twice.

use crate::rules::prelude::*;
use crate::rules::shared::cached_paths::normal;
use crate::rules::shared::duplicates::{self, Removable, repeated};
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
    for found in repeated(items.filter(|(_, text)| !text.is_empty())) {
        let text = excerpt(tree.scalar(found.item).unwrap_or_default());
        let message = format!("artifacts `{text}` are listed twice");
        duplicates::report(report, found, message, Removable::Later)
            .help("remove one of the two; files are kept once");
    }
}
