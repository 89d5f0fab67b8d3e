//! Which of a file's texts may be shown a second time: the one answer for `show`,
//! `triggers` and everything that an editor is told.

use std::ops::Range;

use crate::expression::shell;
use crate::expression::{Reference, reference};
use crate::knowledge::masking::{is_harmless, is_token, is_uuid, names_secret, parts};
use crate::knowledge::private_keys::private_keys;
use crate::model::Shape;
use crate::model::locate::shape_at;
use crate::syntax::{NodeId, NodeKind, Span, Tree};

use super::secrets::{key_bodies, value_on};
use super::shared::passwords::{in_command, may_hold};

/// Most places that use a value of which the keys are looked at.
const MOST_USES: usize = 50;

/// Where secrets stand in a file, and all that may be one: for output that shows more
/// than a finding. In the order of the text.
pub fn secrets_of(checked: &super::Checked) -> Vec<Span> {
    secrets_in(&checked.tree, &checked.secrets)
}

/// The same of a file that was only parsed; `known` are secrets that rules have found
/// in it.
pub fn secrets_in(tree: &Tree, known: &[Span]) -> Vec<Span> {
    let source = tree.source();
    let mut found = key_bodies(source.text());
    let keys = private_keys(source.text()).into_iter();
    found.extend(keys.map(|key| Span::new(key.start, key.end)));
    found.extend(known);
    for line in (0..).map_while(|index| source.line_span(index)) {
        let text = source.slice(line);
        if text.trim_ascii().is_empty() {
            continue;
        }
        let at = |part: Range<usize>| Span::new(line.start() + part.start, line.start() + part.end);
        found.extend(value_on(tree, text, line.start()));
        found.extend(parts(text).into_iter().map(at));
    }
    for node in tree.nodes() {
        let is_value = tree.kind(node) == NodeKind::Scalar && tree.value_of(node).is_none();
        if !is_value || tree.span(node).is_empty() {
            continue;
        }
        if is_secret(tree, node) {
            found.push(tree.span(node));
        } else {
            of_commands(tree, node, &mut found);
        }
    }
    found.sort_unstable();
    found
}

/// Whether a whole value may be a secret, by its key, its uses and its form.
pub(super) fn is_secret(tree: &Tree, node: NodeId) -> bool {
    let text = tree.scalar(node).unwrap_or_default();
    if reference(text) == Some(Reference::Encrypted) {
        return true;
    }
    let is_id = || key_of(tree, node).is_some_and(|key| key.to_lowercase().ends_with("id"));
    if is_token(text) && !(is_uuid(text) && is_id()) {
        return true;
    }
    let written = tree.source().slice(tree.span(node));
    // With escapes in it, where it stands in the text is not certain.
    if !private_keys(text).is_empty() && private_keys(written).is_empty() {
        return true;
    }
    if is_harmless(text) {
        return false;
    }
    let anchors = tree.anchors_at(node);
    let uses = anchors.flat_map(|it| &it.aliases).take(MOST_USES).copied();
    let mut places = std::iter::once(node).chain(uses);
    places.any(|place| takes_secret(tree, place, text))
}

/// Whether a value at this place is a secret.
pub(crate) fn takes_secret(tree: &Tree, place: NodeId, text: &str) -> bool {
    let shape = shape_at(tree, place);
    if shape.is_some_and(is_of_secrets) {
        return true;
    }
    let is_word = |shape: &Shape| shape.keywords().iter().any(|it| it.value == text);
    key_of(tree, place).is_some_and(names_secret) && !shape.is_some_and(is_word)
}

/// The key over a value, or over the list or the input that it belongs to.
fn key_of(tree: &Tree, node: NodeId) -> Option<&str> {
    let mut at = node;
    if let Some(list) = tree.parent(at)
        && tree.kind(list) == NodeKind::Sequence
    {
        at = list;
    }
    let key = tree.key_of(at).and_then(|key| tree.scalar(key));
    if key != Some("default") {
        return key;
    }
    let input = tree.key_of(tree.parent(tree.key_of(at)?)?)?;
    tree.scalar(input)
}

fn is_of_secrets(shape: &Shape) -> bool {
    match shape {
        Shape::Encrypted | Shape::AppSpecificPassword => true,
        Shape::AnyOf(shapes) => shapes.iter().any(|shape| is_of_secrets(shape)),
        _ => false,
    }
}

/// What commands are given as passwords.
fn of_commands(tree: &Tree, node: NodeId, found: &mut Vec<Span>) {
    if !matches!(key_of(tree, node), Some("script" | "scripts" | "name")) {
        return;
    }
    let text = tree.scalar(node).unwrap_or_default();
    if !may_hold(text) {
        return;
    }
    let span = tree.span(node);
    let written = tree.source().slice(span);
    for (range, _) in shell::parse(text).commands.iter().flat_map(in_command) {
        let Some(secret) = text.get(range).filter(|it| !it.is_empty()) else {
            continue;
        };
        let places = written.match_indices(secret);
        let at =
            places.map(|(at, _)| Span::new(span.start() + at, span.start() + at + secret.len()));
        let before = found.len();
        found.extend(at);
        if found.len() == before {
            found.push(span);
        }
    }
}
