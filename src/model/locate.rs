//! Which declaration speaks about a place in the tree.

use crate::syntax::{NodeId, NodeKind, Tree};

use super::shape::{Declaration, FieldDeclaration, Shape};
use super::value::Map;
use super::{Decode as _, WORKFLOWS, Workflow};

/// Most aliases that are followed to find a place with a declaration: one place may
/// be used by many, and each of those by many more.
const MAX_ALIASES: usize = 200;

/// The mapping of a whole file; it has no declaration of its own.
const ROOT: &Shape = &Shape::Map {
    value: <Map<Workflow>>::SHAPE,
};

/// What is declared about the key of an entry.
#[derive(Debug, Clone, Copy)]
pub struct Located {
    /// The section that holds the key; `None` at the top of the file.
    pub section: Option<&'static Declaration>,
    /// The key.
    pub field: &'static FieldDeclaration,
}

/// What may stand at a node, as its place in the file says. Text that stands outside
/// of `workflows`, under an anchor, is judged by the first place that uses it. `None`
/// where nothing is declared.
pub fn shape_at(tree: &Tree, node: NodeId) -> Option<&'static Shape> {
    let mut left = MAX_ALIASES;
    shape(tree, node, &mut left)
}

/// The section that a mapping is, as its place in the file says.
pub fn section_at(tree: &Tree, mapping: NodeId) -> Option<&'static Declaration> {
    mapping_of(shape_at(tree, mapping)?).and_then(|shape| match shape {
        Shape::Section(section) => Some(*section),
        _ => None,
    })
}

/// What is declared about a key, or about the value that stands under it.
pub fn field_at(tree: &Tree, node: NodeId) -> Option<Located> {
    let key = tree.key_of(node).unwrap_or(node);
    let mapping = tree.parent(key)?;
    let name = tree.scalar(key)?;
    if Some(mapping) == tree.root() {
        return (name == WORKFLOWS.key).then_some(Located {
            section: None,
            field: WORKFLOWS,
        });
    }
    let section = section_at(tree, mapping)?;
    Some(Located {
        section: Some(section),
        field: section.field(name)?,
    })
}

/// The mapping of the workflow that a node belongs to: the one around it, or the first
/// that uses it through an anchor.
pub fn workflow_at(tree: &Tree, node: NodeId) -> Option<NodeId> {
    let workflows = tree.field(tree.root()?, WORKFLOWS.key)?;
    let workflows = tree.resolve(workflows.value);
    let mut left = MAX_ALIASES;
    workflow(tree, node, workflows, &mut left)
}

fn workflow(tree: &Tree, node: NodeId, workflows: NodeId, left: &mut usize) -> Option<NodeId> {
    let around = |node: &NodeId| tree.parent(*node);
    for node in std::iter::successors(Some(node), around) {
        if tree.parent(node) == Some(workflows) {
            return tree.value_of(node).or(Some(node));
        }
        let mut uses = tree.anchors_at(node).flat_map(|anchor| &anchor.aliases);
        let by_alias = uses.find_map(|&alias| {
            *left = left.checked_sub(1)?;
            workflow(tree, alias, workflows, left)
        });
        if by_alias.is_some() {
            return by_alias.map(|it| tree.resolve(it));
        }
    }
    None
}

fn shape(tree: &Tree, node: NodeId, left: &mut usize) -> Option<&'static Shape> {
    if Some(node) == tree.root() {
        return Some(ROOT);
    }
    written(tree, node, left).or_else(|| used(tree, node, left))
}

/// What the mapping or list around a node says of it.
fn written(tree: &Tree, node: NodeId, left: &mut usize) -> Option<&'static Shape> {
    let parent = tree.parent(node)?;
    if tree.kind(parent) == NodeKind::Sequence {
        // The list of `<<: [*a, *b]` holds what the mapping around it is.
        if is_merged(tree, parent) {
            return shape(tree, tree.parent(parent)?, left);
        }
        return item_of(shape(tree, parent, left)?);
    }
    let key = tree.key_of(node)?;
    if tree.is_merge_key(key) {
        return shape(tree, parent, left);
    }
    let name = tree.scalar(key)?;
    if Some(parent) == tree.root() {
        return (name == WORKFLOWS.key).then_some(WORKFLOWS.shape);
    }
    match mapping_of(shape(tree, parent, left)?)? {
        Shape::Section(section) => section.field(name).map(|field| field.shape),
        Shape::Map { value } => Some(value),
        _ => None,
    }
}

/// What the first place says that uses a node by its anchor.
fn used(tree: &Tree, node: NodeId, left: &mut usize) -> Option<&'static Shape> {
    let mut uses = tree.anchors_at(node).flat_map(|anchor| &anchor.aliases);
    uses.find_map(|&alias| {
        *left = left.checked_sub(1)?;
        shape(tree, alias, left)
    })
}

fn is_merged(tree: &Tree, node: NodeId) -> bool {
    tree.key_of(node).is_some_and(|key| tree.is_merge_key(key))
}

/// The mapping that a shape allows.
pub fn mapping_of(shape: &'static Shape) -> Option<&'static Shape> {
    match shape {
        Shape::Section(_) | Shape::Map { .. } => Some(shape),
        Shape::AnyOf(shapes) => shapes.iter().find_map(|shape| mapping_of(shape)),
        _ => None,
    }
}

/// The shape of the items, where a shape allows a list.
pub fn item_of(shape: &'static Shape) -> Option<&'static Shape> {
    match shape {
        Shape::List { item, .. } => Some(item),
        Shape::AnyOf(shapes) => shapes.iter().find_map(|shape| item_of(shape)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

    use super::*;
    use crate::syntax::{SourceFile, parse};

    fn located(text: &str, word: &str) -> Option<(Option<&'static str>, &'static str)> {
        let tree = parse(SourceFile::new("f", text));
        let node = tree.innermost(text.find(word).unwrap());
        let found = field_at(&tree, node)?;
        Some((found.section.map(|section| section.name), found.field.key))
    }

    #[test]
    fn keys_are_found_by_their_place() {
        let text = "workflows:\n  ios:\n    environment:\n      xcode: latest\n    scripts:\n      - name: Build\n";
        assert_eq!(located(text, "xcode"), Some((Some("Environment"), "xcode")));
        assert_eq!(
            located(text, "latest"),
            Some((Some("Environment"), "xcode"))
        );
        assert_eq!(located(text, "name"), Some((Some("Step"), "name")));
        assert_eq!(located(text, "workflows"), Some((None, "workflows")));
        assert_eq!(located(text, "ios"), None);
    }

    #[test]
    fn what_an_anchor_holds_is_judged_by_its_first_use() {
        let text = "definitions:\n  env: &env\n    xcode: 16\n  all: &all\n    instance_type: linux_x2\nworkflows:\n  a:\n    <<: [*all]\n    environment:\n      <<: *env\n";
        assert_eq!(located(text, "xcode"), Some((Some("Environment"), "xcode")));
        let found = located(text, "instance_type");
        assert_eq!(found, Some((Some("Workflow"), "instance_type")));
    }

    #[test]
    fn what_an_anchor_holds_belongs_to_the_first_workflow_that_uses_it() {
        let text = "definitions:\n  step: &step\n    name: X\nworkflows:\n  a:\n    name: A\n  b:\n    scripts:\n      - *step\n";
        let tree = parse(SourceFile::new("f", text));
        let path = |word: &str| {
            let node = tree.innermost(text.find(word).unwrap());
            workflow_at(&tree, node).map(|node| tree.path(node))
        };
        assert_eq!(path("X"), Some("workflows.b".into()));
        assert_eq!(path("A"), Some("workflows.a".into()));
        assert_eq!(path("definitions"), None);
    }

    #[test]
    fn anchors_that_lead_to_each_other_end() {
        let text = "a: &a\n  b: *a\n  c: &c\n    x: *c\n";
        assert_eq!(located(text, "x"), None);
    }
}
