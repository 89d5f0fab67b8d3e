//! Nodes and their text: what a person points at, and how it is moved.

use crate::syntax::{NodeId, NodeKind, Span, Tree};

use super::Asked;

/// The cursor, or the selection without blanks and line breaks around it.
pub(super) fn selected(asked: &Asked<'_>) -> Span {
    let selected = asked.view.source().slice(asked.span);
    let blank = selected.len() - selected.trim_start().len();
    let start = asked.span.start() + blank.min(asked.span.len());
    let end = asked.span.start() + selected.trim_end().len();
    Span::new(start.min(asked.span.end()), end.max(start))
}

/// The value at the cursor: that of a key for the key. With a selection, the smallest
/// value that holds it.
pub(super) fn value_at(asked: &Asked<'_>) -> Option<NodeId> {
    let tree = asked.view.tree();
    let wanted = selected(asked);
    let mut node = tree.innermost(wanted.start());
    loop {
        let value = tree.value_of(node).unwrap_or(node);
        let whole = match tree.key_of(value) {
            Some(key) => tree.span(key).cover(tree.span(value)),
            None => tree.span(value),
        };
        if whole.contains(wanted) {
            return Some(value);
        }
        node = tree.parent(node)?;
    }
}

/// Bytes from the start of the line to an offset.
pub(super) fn column(tree: &Tree, offset: usize) -> usize {
    let source = tree.source();
    let line = source.line_span(source.line_index(offset));
    offset - line.map_or(offset, Span::start)
}

/// The column of the key or the dash under which a node stands, brackets left out;
/// `None` for the document's own node.
pub(super) fn parent_column(tree: &Tree, node: NodeId) -> Option<usize> {
    let mut at = node;
    while let Some(parent) = tree.parent(at).filter(|it| tree.is_flow(*it)) {
        at = parent;
    }
    let parent = tree.parent(at)?;
    let first = match tree.kind(parent) {
        NodeKind::Mapping => tree.key_of(at).unwrap_or(at),
        _ => parent,
    };
    Some(column(tree, tree.span(first).start()))
}

/// Whether the node is a mapping or list without brackets.
pub(super) fn is_block(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.kind(node), NodeKind::Mapping | NodeKind::Sequence) && !tree.is_flow(node)
}

/// Whether brackets stand around the node.
pub(super) fn is_in_flow(tree: &Tree, node: NodeId) -> bool {
    tree.parent(node).is_some_and(|it| tree.is_flow(it))
}

/// The text of a node, without line breaks and blanks at its end.
pub(super) fn trimmed(tree: &Tree, node: NodeId) -> Span {
    let span = tree.span(node);
    let kept = tree.source().slice(span).trim_end().len();
    Span::new(span.start(), span.start() + kept)
}

/// A span up to the end of its last line, where nothing but a comment stands there.
pub(super) fn with_comment_behind(tree: &Tree, span: Span) -> Span {
    let source = tree.source();
    let Some(line) = source.line_span(source.line_index(span.end())) else {
        return span;
    };
    let behind = source.slice(Span::new(span.end(), line.end()));
    if !behind.trim_start().starts_with('#') {
        return span;
    }
    Span::new(
        span.start(),
        line.start() + source.slice(line).trim_end().len(),
    )
}

/// Where the text before a node ends, blanks and line breaks left out: behind the
/// colon, the dash or the anchor. `None` where a comment stands between.
pub(super) fn end_before(tree: &Tree, node: NodeId) -> Option<usize> {
    let start = tree.span(node).start();
    let before = tree.source().text().get(..start)?;
    let end = before.trim_end().len();
    let comments = tree.comments();
    let after = comments.partition_point(|it| it.span.start() < start);
    let last = after.checked_sub(1).and_then(|at| comments.get(at));
    last.is_none_or(|it| it.span.end() < end).then_some(end)
}

/// The text with its lines behind the first moved from one column to another. Lines
/// of less indentation than they are to lose begin at the start.
pub(super) fn moved(text: &str, from: usize, to: usize, line_break: &str) -> String {
    let mut lines = text.lines();
    let mut result = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        result.push_str(line_break);
        let bare = line.trim_start_matches(' ');
        if bare.is_empty() {
            continue;
        }
        let indent = line.len() - bare.len();
        result.push_str(&" ".repeat((indent + to).saturating_sub(from)));
        result.push_str(bare);
    }
    result
}
