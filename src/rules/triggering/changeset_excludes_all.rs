//! A changeset that excludes everything.

use crate::rules::prelude::*;
use crate::rules::shared::conditions::entries;

rule! {
    id: "changeset-excludes-all",
    category: Triggering,
    summary: "a changeset that excludes everything",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for when in view.whens() {
        let Some(changeset) = when.when.changeset.value() else {
            continue;
        };
        for (node, text) in entries(tree, &changeset.excludes) {
            let path = text.trim().trim_start_matches("./");
            if matches!(path, "" | "." | "*" | "**" | "**/*" | "**/**") && !text.trim().is_empty() {
                report
                    .at(tree.resolve(node), format!("`{}` excludes everything: only a change of `codemagic.yaml` counts", text.trim()))
                    .help("exclude the paths that shall not count, such as `docs/**`; to watch a few, list those under `includes`");
            }
        }
    }
}
