//! What to do about a value of a wrong type.

use crate::finding::{Fix, Safety};
use crate::model::{Declaration, Found, Problem, Shape};
use crate::syntax::{NodeId, NodeKind, Scalar, Tree, resolve_1_1};

use super::edits::{into_list, replace};
use super::subject::{Role, role};
use super::words::quoted;

/// What to write instead, in a sentence.
pub(crate) fn advice(tree: &Tree, problem: &Problem, expected: &Shape, found: Found) -> String {
    let node = problem.node;
    match (expected, found) {
        (Shape::List { .. }, _) => "put `- ` before each item".into(),
        (Shape::Section(section), _) => section_advice(tree, node, section, found),
        (Shape::Map { .. }, Found::List) => "remove the dashes: write `NAME: value` below".into(),
        (Shape::Map { .. }, _) => "write `NAME: value` on lines of their own below".into(),
        (_, Found::List) if role(problem) == Role::Item => {
            "a list inside a list is not flattened: give each item an anchor of its own".into()
        }
        (_, Found::List) => "write one value without a dash".into(),
        (_, Found::Mapping) => "write one value; quote a text that has `: ` in it".into(),
        (Shape::Boolean | Shape::Integer { .. } | Shape::Between { .. }, Found::Text)
            if tree.scalar(node).is_some_and(|text| text.starts_with('$')) =>
        {
            if problem.field.is_some_and(|it| it.shape.accepts_variable()) {
                "a variable is written `$NAME`, an input `${{ inputs.id }}`".into()
            } else {
                "variables and inputs are not accepted here: write the value".into()
            }
        }
        (Shape::Boolean, _) => "write `true` or `false` without quotes".into(),
        (Shape::Integer { .. } | Shape::Between { .. } | Shape::Number, _) => {
            "write the number without quotes".into()
        }
        (Shape::Keyword(_), _) => "write one of the words".into(),
        _ => "quote the value to make it text".into(),
    }
}

fn section_advice(tree: &Tree, node: NodeId, section: &Declaration, found: Found) -> String {
    if found == Found::List {
        let is_mapping = |item: &NodeId| tree.kind(tree.resolve(*item)) == NodeKind::Mapping;
        let lists: Vec<_> = section
            .fields
            .iter()
            .filter(|field| matches!(field.shape, Shape::List { .. }))
            .collect();
        return match lists.as_slice() {
            [only] if !tree.items(node).iter().all(is_mapping) => {
                format!("the list belongs under `{}`", only.key)
            }
            _ => "remove the dashes: the keys stand directly below".into(),
        };
    }
    let current = |field: &&_| {
        let field: &crate::model::FieldDeclaration = field;
        !field.doc.trim_start().starts_with("Deprecated")
    };
    let required = section.fields.iter().find(|field| field.required);
    let example = required.or(section.fields.iter().find(current));
    match example {
        Some(field) => format!(
            "its keys stand on lines of their own below, such as `{}:`",
            field.key
        ),
        None => "write `key: value` on lines of their own below".into(),
    }
}

/// An edit that gives the value its type; `None` where it is not that simple.
pub(crate) fn fix(tree: &Tree, node: NodeId, expected: &Shape, found: Found) -> Option<Fix> {
    if tree.tag(node).is_some() {
        return None;
    }
    let text = tree.scalar(node);
    match (expected, found) {
        (Shape::List { .. }, Found::Text | Found::Integer | Found::Float | Found::Boolean) => {
            into_list(tree, node, Safety::Unsafe)
        }
        (Shape::Boolean | Shape::Integer { .. } | Shape::Between { .. }, Found::Text) => {
            let word = text?.trim().to_ascii_lowercase();
            let fits = matches!(
                (expected, resolve_1_1(&word)),
                (Shape::Boolean, Scalar::Bool(_))
                    | (Shape::Integer { .. }, Scalar::Int(_))
                    | (Shape::Between { .. }, Scalar::Float(_))
            );
            fits.then(|| replace(tree, node, "remove the quotes", word))
        }
        (Shape::Text { .. } | Shape::AnyOf(_), Found::Integer | Found::Float | Found::Boolean) => {
            Some(replace(tree, node, "quote the value", quoted(text?)))
        }
        _ => None,
    }
}
