//! What a place outside of `workflows` is probably for, where nothing uses it yet: what
//! its key is called and what stands beside it tell.

use crate::syntax::{NodeId, NodeKind, Tree};

use super::locate::{Located, item_of, mapping_of};
use super::sections;
use super::shape::{Declaration, Shape};
use super::workflow::Workflow;

/// What may stand at a node that no workflow uses.
pub fn guessed_shape(tree: &Tree, node: NodeId) -> Option<&'static Shape> {
    let parent = tree.parent(node)?;
    if tree.kind(parent) == NodeKind::Sequence {
        return item_of(guessed_shape(tree, parent)?);
    }
    if let Some(located) = guessed_field(tree, node) {
        return Some(located.field.shape);
    }
    None
}

/// What is declared about the key under which a node stands, or that it is.
pub fn guessed_field(tree: &Tree, node: NodeId) -> Option<Located> {
    let key = tree.key_of(node).unwrap_or(node);
    let name = tree.scalar(key)?;
    let around = tree.parent(key)?;
    let section = guessed_section(tree, around, key);
    let declared = |section: &'static Declaration| {
        let field = section.field(name)?;
        Some(Located {
            section: Some(section),
            field,
        })
    };
    match section.and_then(declared) {
        Some(located) => Some(located),
        // `definitions.environment` is what workflows have under that name.
        None => declared(Workflow::DECLARATION),
    }
}

/// The section that a mapping is probably meant to be, judged without one of its keys.
pub fn guessed_section(
    tree: &Tree,
    mapping: NodeId,
    without: NodeId,
) -> Option<&'static Declaration> {
    if tree.kind(mapping) != NodeKind::Mapping || Some(mapping) == tree.root() {
        return None;
    }
    let by_place = tree
        .parent(mapping)
        .and_then(|_| guessed_shape(tree, mapping))
        .and_then(mapping_of);
    if let Some(Shape::Section(section)) = by_place {
        return Some(section);
    }
    let others = tree.entries(mapping).iter().filter(|it| it.key != without);
    let names: Vec<&str> = others
        .filter_map(|it| tree.scalar(it.key))
        .take(8)
        .collect();
    if names.is_empty() {
        return None;
    }
    let all = sections().into_iter().map(|(_, section)| section);
    let fit =
        |section: &&'static Declaration| names.iter().all(|name| section.field(name).is_some());
    // Of several that have these keys the one with the most others.
    all.filter(fit).max_by_key(|section| section.fields.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use super::*;
    use crate::syntax::{SourceFile, parse};

    fn section(text: &str, key: &str) -> Option<&'static str> {
        let tree = parse(SourceFile::new("f", text));
        let node = tree.innermost(text.find(key).unwrap());
        let located = guessed_field(&tree, node)?;
        located.section.map(|section| section.name)
    }

    #[test]
    fn names_and_neighbours_tell_what_a_place_is_for() {
        let text = "definitions:\n  environment: &e\n    vars:\n      A: 1\n    xcode: 16\n  steps:\n    - &s\n      script: ls\n      name: x\n  any: &a\n    cache:\n      cache_paths: []\n    scripts: []\n";
        assert_eq!(section(text, "xcode"), Some("Environment"));
        assert_eq!(section(text, "name"), Some("Step"));
        assert_eq!(section(text, "cache_paths"), Some("Cache"));
        assert_eq!(section(text, "environment"), Some("Workflow"));
        assert_eq!(section(text, "any"), None);
    }
}
