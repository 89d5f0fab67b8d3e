//! Edits that take something out of a list or a mapping.
//!
//! Each gives the span to delete, or `None` where deleting would take a comment
//! or an anchor along, or leave an empty list behind.

use crate::finding::Fix;
use crate::syntax::{NodeId, NodeKind, Span, Tree};

/// A safe fix that takes an item out of its list, where that is one simple edit.
pub(crate) fn item(tree: &Tree, item: NodeId, title: &str) -> Option<Fix> {
    of_item(tree, item).map(|span| Fix::safe(title, span, ""))
}

/// The span to delete for a list to lose an item and nothing else.
pub(crate) fn of_item(tree: &Tree, item: NodeId) -> Option<Span> {
    let list = tree.parent(item)?;
    let items = tree.items(list);
    let index = items.partition_point(|node| *node < item);
    if items.len() < 2 || tree.kind(list) != NodeKind::Sequence || is_anchored(tree, item) {
        return None;
    }
    if !tree.is_flow(list) {
        return whole_lines(tree, tree.span(item), |before| before.trim() == "-");
    }
    let span = tree.span(item);
    let cut = match (index.checked_sub(1), items.get(index + 1)) {
        (Some(before), _) => Span::new(tree.span(*items.get(before)?).end(), span.end()),
        (None, Some(next)) if !is_anchored(tree, *next) => {
            Span::new(span.start(), tree.span(*next).start())
        }
        _ => return None,
    };
    let between = tree.source().slice(cut);
    let comments = tree.comments();
    let next = comments.partition_point(|comment| comment.span.start() < cut.start());
    let has_comment = comments
        .get(next)
        .is_some_and(|comment| cut.contains(comment.span));
    (!has_comment && between.contains(',')).then_some(cut)
}

/// The span to delete for a mapping to lose a key and its value, where both
/// stand on lines of their own.
pub(crate) fn of_entry(tree: &Tree, key: NodeId) -> Option<Span> {
    let mapping = tree.parent(key)?;
    let value = tree.value_of(key)?;
    if tree.is_flow(mapping) || tree.entries(mapping).len() < 2 || is_anchored(tree, value) {
        return None;
    }
    let written = tree.span(key).cover(tree.span(value));
    whole_lines(tree, written, |before| before.trim().is_empty())
}

fn is_anchored(tree: &Tree, node: NodeId) -> bool {
    tree.anchors_at(node).next().is_some() || tree.tag(node).is_some()
}

/// The lines of a span with their last line break, if `may_go` agrees to what
/// stands before it and only white space stands behind it.
fn whole_lines(tree: &Tree, span: Span, may_go: impl Fn(&str) -> bool) -> Option<Span> {
    let text = tree.source().text();
    let start = text.get(..span.start())?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(span.end()..)?;
    let end = rest.find('\n').map_or(text.len(), |at| span.end() + at + 1);
    let behind = text.get(span.end()..end)?;
    (may_go(text.get(start..span.start())?) && behind.trim().is_empty())
        .then(|| Span::new(start, end))
}
