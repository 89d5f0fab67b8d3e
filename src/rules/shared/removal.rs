//! Edits that take something out of a list or a mapping.
//!
//! Each gives the span to delete, or `None` where deleting would take a comment
//! or an anchor along, or leave an empty list behind.

use crate::finding::{Edit, Fix, Safety};
use crate::syntax::{NodeId, NodeKind, Span, Tree, united};

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

/// The lines of an entry of a block mapping, be it the only one, if nothing else
/// stands on them.
pub(crate) fn whole_entry(tree: &Tree, key: NodeId) -> Option<Span> {
    let value = tree.value_of(key)?;
    let is_block = !tree.is_flow(tree.parent(key)?);
    let written = tree.span(key).cover(tree.span(value));
    let lines = whole_lines(tree, written, |before| before.trim().is_empty());
    lines.filter(|_| is_block)
}

/// A fix that takes these keys and their values out of their mapping, for a person
/// to look at.
pub(crate) fn of_entries(tree: &Tree, keys: &[NodeId], title: &str) -> Option<Fix> {
    let spans: Option<Vec<Span>> = keys.iter().map(|&key| of_entry(tree, key)).collect();
    let edits = united(spans?).into_iter().map(|span| Edit {
        span: to_the_end(tree, span),
        text: String::new(),
    });
    Some(Fix {
        title: title.to_owned(),
        safety: Safety::Unsafe,
        edits: edits.collect(),
    })
}

fn is_anchored(tree: &Tree, node: NodeId) -> bool {
    tree.anchors_at(node).next().is_some() || tree.tag(node).is_some()
}

/// The lines of a span with their last line break, if `may_go` agrees to what
/// stands before it and only white space stands behind it. At the end of a text
/// that does not end its last line, the line break before goes instead: the text
/// ends as it did.
fn whole_lines(tree: &Tree, span: Span, may_go: impl Fn(&str) -> bool) -> Option<Span> {
    let text = tree.source().text();
    let start = text.get(..span.start())?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(span.end()..)?;
    let end = rest.find('\n').map_or(text.len(), |at| span.end() + at + 1);
    let behind = text.get(span.end()..end)?;
    if !may_go(text.get(start..span.start())?) || !behind.trim().is_empty() {
        return None;
    }
    Some(to_the_end(tree, Span::new(start, end)))
}

/// Lines that are to go: with the line break before them where they are the last of
/// a text that does not end its last line.
fn to_the_end(tree: &Tree, lines: Span) -> Span {
    let text = tree.source().text();
    let before = text.get(..lines.start()).unwrap_or_default();
    if lines.end() < text.len() || text.ends_with('\n') {
        return lines;
    }
    let kept = before.strip_suffix("\r\n").or(before.strip_suffix('\n'));
    Span::new(kept.map_or(lines.start(), str::len), lines.end())
}
