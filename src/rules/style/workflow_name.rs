//! Names tell workflows apart.

use rustc_hash::FxHashMap;

use crate::rules::prelude::*;

rule! {
    id: "workflow-name",
    category: Style,
    summary: "a workflow without a name, or with the name of another",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: File(check),
}

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let tree = file.tree;
    let mut first: FxHashMap<&str, NodeId> = FxHashMap::default();
    for (entry, workflow) in file.config.workflows() {
        if tree.is_damaged(tree.resolve(entry.entry.value)) {
            continue;
        }
        let key = entry.entry.key;
        if workflow.name.key().is_none() {
            report
                .at(key, "this workflow has no `name`")
                .help("the web application and commit checks show its id instead");
            continue;
        }
        let (Some(name), Some(node)) = (workflow.name.value(), workflow.name.node()) else {
            continue;
        };
        let text = name.get(tree);
        let Some(&earlier) = first.get(text) else {
            first.insert(text, node);
            continue;
        };
        // A name that comes from one anchor is one node; the workflow is shown then.
        let place = if tree.resolve(earlier) == tree.resolve(node) {
            key
        } else {
            node
        };
        report
            .at(place, "another workflow has the same name")
            .help("lists of builds and commit checks show the name only, so that the two cannot be told apart")
            .related(tree, earlier, "first used here");
    }
}
