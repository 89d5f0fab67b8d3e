//! What a structural problem is about, in words.

use crate::model::{Found, Problem, ProblemKind, Shape};
use crate::syntax::{NodeId, NodeKind, Scalar, Tree};

/// How the value stands to the key of its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It is the key's own value.
    Value,
    /// It is an item of the key's list.
    Item,
    /// It stands under a key that the user chose.
    Entry,
}

/// How the problem's value stands to the key that the problem is about.
pub(crate) fn role(problem: &Problem) -> Role {
    let expected = match problem.kind {
        ProblemKind::WrongType { expected, .. }
        | ProblemKind::UnknownKeyword { expected }
        | ProblemKind::OutOfRange { expected }
        | ProblemKind::WrongForm { expected }
        | ProblemKind::NullValue { expected } => Some(expected),
        _ => None,
    };
    match problem.field.map(|field| field.shape) {
        Some(Shape::List { .. }) => match (problem.kind, expected) {
            (ProblemKind::EmptyList | ProblemKind::EmptySection, _)
            | (_, Some(Shape::List { .. })) => Role::Value,
            _ => Role::Item,
        },
        Some(Shape::Map { .. }) => match (problem.kind, expected) {
            (ProblemKind::EmptySection, _) | (_, Some(Shape::Map { .. })) => Role::Value,
            _ => Role::Entry,
        },
        _ => Role::Value,
    }
}

/// The problem's value by its key: "`scripts`", "an item of `groups`".
pub(crate) fn subject(tree: &Tree, problem: &Problem) -> String {
    let Some(field) = problem.field else {
        return "the file".to_owned();
    };
    match role(problem) {
        Role::Value => format!("`{}`", field.key),
        Role::Item => format!("an item of `{}`", field.key),
        Role::Entry => match chosen_key(tree, problem.node) {
            Some(key) => format!("`{key}`"),
            None => format!("a value of `{}`", field.key),
        },
    }
}

/// The key above a value, or the node itself when it is a key; `None` where
/// aliases lead to the value, which may stand under other keys there.
pub(crate) fn chosen_key(tree: &Tree, node: NodeId) -> Option<&str> {
    if tree.value_of(node).is_some() {
        return tree.scalar(node);
    }
    if is_alias_target(tree, node) {
        return None;
    }
    tree.scalar(tree.key_of(node)?)
}

/// Whether an alias leads to the very node.
pub(crate) fn is_alias_target(tree: &Tree, node: NodeId) -> bool {
    tree.anchors_at(node)
        .any(|anchor| !anchor.aliases.is_empty())
}

/// Whether the node is `{NAME}` or `{{ NAME }}`: a template's placeholder, which
/// YAML reads as a mapping.
pub(crate) fn is_template_placeholder(tree: &Tree, node: NodeId) -> bool {
    let [entry] = tree.entries(node) else {
        return false;
    };
    let bare = tree.value(entry.value) == Some(Scalar::Null) && tree.span(entry.value).is_empty();
    let inner = tree.kind(entry.key) == NodeKind::Scalar
        || (tree.kind(entry.key) == NodeKind::Mapping && is_template_placeholder(tree, entry.key));
    tree.kind(node) == NodeKind::Mapping && tree.is_flow(node) && bare && inner
}

/// The expected shape in words, short.
pub(crate) fn expected(shape: &Shape) -> String {
    const LISTED: usize = 6;
    if shape.keywords().len() > LISTED {
        return "one of the words it knows".to_owned();
    }
    shape.expected().replace("non-empty text", "text")
}

/// Whether a value of this type may stand at the place; references aside.
pub(crate) fn fits(shape: &Shape, found: Found) -> bool {
    match shape {
        _ if found == Found::Null => true,
        Shape::Section(_) | Shape::Map { .. } => found == Found::Mapping,
        Shape::List { .. } => found == Found::List,
        Shape::AnyOf(shapes) => shapes.iter().any(|shape| fits(shape, found)),
        _ => !matches!(found, Found::Mapping | Found::List),
    }
}
