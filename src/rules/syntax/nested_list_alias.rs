//! A list item that is a list, mostly through an alias.

use crate::model::Shape;
use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;
use crate::syntax::Tree;

rule! {
    id: "nested-list-alias",
    category: Schema,
    summary: "a list item that is a whole list",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let ProblemKind::WrongType {
        found: Found::List, ..
    } = problem.kind
    else {
        return;
    };
    let Some(field) = problem.field else { return };
    // Where a list belongs, a list can only be wrong as one of its items.
    if !matches!(field.shape, Shape::List { .. }) {
        return;
    }
    let tree = report.tree();
    let aliases = aliases(tree, problem.node, field.key);
    for &(alias, ref name) in &aliases {
        report
            .at(
                alias,
                format!("`*{name}` is a whole list, but an item of `{}` cannot be one", field.key),
            )
            .help(format!(
                "YAML does not join lists: write `{}: *{name}` if it is the only item, or give each step an anchor of its own",
                field.key
            ));
    }
    if aliases.is_empty() {
        let item = tree.items(problem.node).first().copied();
        report
            .at(
                item.unwrap_or(problem.node),
                format!("an item of `{}` cannot be a list itself", field.key),
            )
            .help("YAML does not join lists: write each item behind one dash");
    }
}

/// The aliases that put the list into another one under this key, or under any
/// where that other one is shared too.
fn aliases(tree: &Tree, list: NodeId, key: &str) -> Vec<(NodeId, String)> {
    let in_list: Vec<(NodeId, String)> = tree
        .anchors_at(list)
        .flat_map(|anchor| {
            let name = excerpt(&anchor.name);
            anchor
                .aliases
                .iter()
                .map(move |&alias| (alias, name.clone()))
        })
        .filter(|(alias, _)| {
            let parent = tree.parent(*alias);
            parent.is_some_and(|parent| tree.kind(parent) == NodeKind::Sequence)
        })
        .collect();
    let under_key: Vec<(NodeId, String)> = in_list
        .iter()
        .filter(|(alias, _)| {
            let list_key = tree.parent(*alias).and_then(|parent| tree.key_of(parent));
            list_key.and_then(|it| tree.scalar(it)) == Some(key)
        })
        .cloned()
        .collect();
    if under_key.is_empty() {
        in_list
    } else {
        under_key
    }
}
