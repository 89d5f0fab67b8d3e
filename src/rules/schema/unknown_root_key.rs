//! A key at the top of the file that Codemagic does not read.

use crate::model::WORKFLOWS;
use crate::rules::prelude::*;
use crate::rules::shared::keys::homes_from_root;
use crate::rules::shared::words::{excerpt, nearest};
use crate::syntax::Tree;

rule! {
    id: "unknown-root-key",
    category: Schema,
    severity: Warning,
    summary: "a key at the top of the file that Codemagic ignores",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: File(check),
}

/// The documented place for anchors.
const DEFINITIONS: &str = "definitions";

fn check(file: &File<'_>, report: &mut Report<'_>) {
    // Broken text leaves keys at the top that are parts of something else.
    if !file.tree.is_whole() {
        return;
    }
    let names = [WORKFLOWS.key, DEFINITIONS].into_iter();
    let root = file.config.root;
    let is_free = |name: &&str| root.is_some_and(|root| file.tree.field(root, name).is_none());
    let free: Vec<&str> = names.filter(is_free).collect();
    for entry in file
        .config
        .other_keys
        .iter()
        .filter(|entry| entry.via.is_none())
    {
        let Some(key) = file.tree.scalar(entry.key) else {
            continue;
        };
        if key != DEFINITIONS
            && !key.starts_with("x-")
            && !holds_used_anchor(file.tree, entry.value)
        {
            ignored(file, entry.key, key, &free, report);
        }
    }
}

/// `free` are the keys that are not there yet.
fn ignored(file: &File<'_>, node: NodeId, key: &str, free: &[&str], report: &mut Report<'_>) {
    let tree = file.tree;
    let shown = excerpt(key);
    let near = nearest(key, [WORKFLOWS.key, DEFINITIONS]);
    if let Some(near) = near.filter(|name| free.contains(name)) {
        report
            .at(
                node,
                format!("`{shown}` at the top of the file is ignored; did you mean `{near}`?"),
            )
            .help("Codemagic reads `workflows` only")
            .fix(Fix::suggestion(
                format!("rename to `{near}`"),
                tree.span(node),
                near,
            ));
        return;
    }
    let found = tree
        .value_of(node)
        .and_then(|value| crate::model::found(tree, value));
    let homes = homes_from_root(key, found);
    if homes.is_empty() {
        report
            .at(node, format!("`{shown}` at the top of the file is ignored"))
            .help("Codemagic reads `workflows`; put sections to share through anchors under `definitions`");
    } else {
        report
            .at(
                node,
                format!("`{shown}` at the top of the file is ignored: it belongs in a workflow"),
            )
            .help(format!(
                "move it into each workflow that needs it, {}",
                homes.join(" or ")
            ));
    }
}

/// Whether the key is there for anchors that are used.
fn holds_used_anchor(tree: &Tree, value: NodeId) -> bool {
    let mut anchors = tree.anchors_within(value);
    anchors.any(|anchor| !anchor.aliases.is_empty())
}
