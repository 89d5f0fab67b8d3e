//! What a person wants to extract: a step at its dash, or a value worth a name.

use crate::model::locate::{field_at, shape_at};
use crate::model::step::holds_steps;
use crate::syntax::{NodeId, NodeKind, Scalar, Span, Tree};

use super::Asked;
use super::places::{is_block, selected, trimmed, value_at};

/// Bytes of a text up to which an anchor is no gain, unless it is what was selected.
const SHORTEST: usize = 8;

/// Rules about keys that Codemagic does not know: what stands under them has no effect.
const UNKNOWN: [&str; 3] = ["misplaced-key", "unknown-key", "unknown-root-key"];

/// The value to extract at a place.
pub(super) fn pointed(asked: &Asked<'_>) -> Option<NodeId> {
    let tree = asked.view.tree();
    let wanted = selected(asked);
    let node = match item_at(tree, wanted.start()) {
        Some(item) if trimmed(tree, item).end() >= wanted.end() => item,
        // Some items of a list are no value.
        Some(_) => {
            let list = value_at(asked)?;
            (trimmed(tree, list).end() <= wanted.end()).then_some(list)?
        }
        None => {
            let value = value_at(asked)?;
            step_of_first_key(tree, value, wanted).unwrap_or(value)
        }
    };
    let is_exact = !wanted.is_empty() && wanted.contains(trimmed(tree, node));
    let is_worth_it = is_step(tree, node) || is_exact || !is_trivial(tree, node);
    (is_worth_it && !is_refused(asked, node)).then_some(node)
}

/// Whether a node is a step of a list of steps.
pub(super) fn is_step(tree: &Tree, node: NodeId) -> bool {
    let list = tree.parent(node);
    let list = list.filter(|it| tree.kind(*it) == NodeKind::Sequence);
    let located = list.and_then(|it| field_at(tree, it));
    located.is_some_and(|it| holds_steps(it.field.key))
}

/// The item whose dash stands at an offset, or the blanks behind it do.
fn item_at(tree: &Tree, offset: usize) -> Option<NodeId> {
    let source = tree.source();
    let line = source.line_span(source.line_index(offset))?;
    let text = source.slice(line);
    let dash = line.start() + (text.len() - text.trim_start().len());
    let behind = source
        .slice(Span::new(dash, line.end()))
        .strip_prefix('-')?;
    let start = line.end() - behind.trim_start().len();
    let is_dash = behind.starts_with([' ', '\t']) && dash <= offset && offset < start;
    if !is_dash || start == line.end() {
        return None;
    }
    let mut node = tree.innermost(start);
    while let Some(parent) = tree.parent(node) {
        if tree.kind(parent) == NodeKind::Sequence {
            let is_it = is_block(tree, parent) && tree.span(node).start() == start;
            return is_it.then_some(node);
        }
        node = parent;
    }
    None
}

/// The step at whose first key a cursor stands.
fn step_of_first_key(tree: &Tree, value: NodeId, wanted: Span) -> Option<NodeId> {
    let key = tree.key_of(value)?;
    let step = tree.parent(value)?;
    let is_first = tree.entries(step).first()?.key == key;
    let is_at_key = tree.span(key).contains(wanted);
    (is_first && is_at_key && is_step(tree, step)).then_some(step)
}

/// Whether a name for it would say no less than the value itself.
fn is_trivial(tree: &Tree, node: NodeId) -> bool {
    if tree.kind(node) != NodeKind::Scalar {
        return false;
    }
    let Some(Scalar::Text(text)) = tree.value(node) else {
        return true;
    };
    let words = shape_at(tree, node).map(crate::model::Shape::keywords);
    let is_word = words.is_some_and(|words| words.iter().any(|word| word.value == text));
    is_word || text.len() < SHORTEST
}

/// What had better not be in two places: secrets, what has no effect, and names of one
/// thing.
fn is_refused(asked: &Asked<'_>, node: NodeId) -> bool {
    let tree = asked.view.tree();
    let checked = &asked.view.checked;
    let veil = asked.view.veil();
    let is_text = tree.kind(node) == NodeKind::Scalar;
    let key = tree.key_of(node);
    let is_name = is_text && key.and_then(|key| tree.scalar(key)) == Some("name");
    let is_secret =
        veil.hidden().overlaps(tree.span(node)) || (is_text && veil.text(node).is_none());
    let is_unknown = key.is_some_and(|key| {
        let span = tree.span(key);
        let mut findings = checked.findings.iter();
        findings.any(|it| it.span == span && UNKNOWN.contains(&&*it.rule))
    });
    is_name || is_secret || is_unknown
}
