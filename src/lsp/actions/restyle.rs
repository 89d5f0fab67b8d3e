//! Writing a value in another way: with or without brackets, quotes or lines of its own.

use crate::finding::Edit;
use crate::model::locate::field_at;
use crate::model::step::holds_script;
use crate::syntax::{Entry, NodeId, NodeKind, ScalarStyle, Span, Tree};

use super::places::{column, end_before, is_block, is_in_flow, parent_column, trimmed, value_at};
use super::proof::keeps_values;
use super::{Action, Asked, REWRITE};

/// Bytes of a line up to which a list or mapping is offered to be one.
const LONGEST_LINE: usize = 100;

pub(super) fn offers(asked: &Asked<'_>, found: &mut Vec<Action>) {
    let Some(node) = value_at(asked) else {
        return;
    };
    let tree = asked.view.tree();
    let mut offer = |title: &str, edits: Option<Vec<Edit>>| {
        if let Some(edits) = edits.filter(|edits| keeps_values(asked, edits)) {
            found.push(Action::refactoring(title, REWRITE, edits));
        }
    };
    offer("write on lines of its own", opened(tree, node));
    offer("write in one line", closed(tree, node));
    offer("make it a block of lines", block_of_lines(tree, node));
    match tree
        .scalar_style(node)
        .filter(|_| tree.kind(node) == NodeKind::Scalar)
    {
        Some(ScalarStyle::Plain) => offer("put in quotes", quoted(tree, node)),
        Some(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) => {
            offer("leave out the quotes", unquoted(tree, node));
        }
        _ => {}
    }
}

/// The outermost list or mapping with brackets at a node, on lines of its own.
fn opened(tree: &Tree, node: NodeId) -> Option<Vec<Edit>> {
    let mut at = node;
    while let Some(parent) = tree.parent(at).filter(|it| tree.is_flow(*it)) {
        at = parent;
    }
    let node = at;
    let span = tree.span(node);
    if !tree.is_flow(node) || has_comment(tree, span) || !is_last_on_its_line(tree, span.end()) {
        return None;
    }
    let lines = if tree.kind(node) == NodeKind::Mapping {
        let entries = tree.entries(node).iter();
        let lines = entries.map(|entry| entry_line(tree, *entry));
        lines.collect::<Option<Vec<_>>>()?
    } else {
        let items = tree.items(node).iter();
        let lines = items.map(|item| Some(format!("- {}", full_text(tree, *item)?)));
        lines.collect::<Option<Vec<_>>>()?
    };
    if lines.is_empty() {
        return None;
    }
    let line_break = tree.source().line_break();
    let has_anchor = tree.anchors_at(node).next().is_some() || tree.tag(node).is_some();
    let is_inline = tree.key_of(node).is_none() && !has_anchor;
    let (start, indent) = if is_inline {
        (span.start(), column(tree, span.start()))
    } else {
        (end_before(tree, node)?, parent_column(tree, node)? + 2)
    };
    let between = format!("{line_break}{}", " ".repeat(indent));
    let text = lines.join(&between);
    Some(vec![Edit {
        span: Span::new(start, span.end()),
        text: if is_inline { text } else { between + &text },
    }])
}

/// The list or mapping without brackets at a node, or around it, in one line.
fn closed(tree: &Tree, node: NodeId) -> Option<Vec<Edit>> {
    let node = if is_block(tree, node) {
        node
    } else {
        tree.parent(node)?
    };
    tree.parent(node)?;
    let span = trimmed(tree, node);
    if !is_block(tree, node) || has_comment(tree, span) {
        return None;
    }
    let text = if tree.kind(node) == NodeKind::Mapping {
        let entries = tree.entries(node).iter();
        let parts = entries.map(|entry| {
            is_simple(tree, entry.key).then_some(())?;
            is_simple(tree, entry.value).then_some(())?;
            entry_line(tree, *entry)
        });
        format!("{{{}}}", parts.collect::<Option<Vec<_>>>()?.join(", "))
    } else {
        let items = tree.items(node).iter();
        let parts = items.map(|item| {
            is_simple(tree, *item).then_some(())?;
            full_text(tree, *item)
        });
        format!("[{}]", parts.collect::<Option<Vec<_>>>()?.join(", "))
    };
    let start = end_before(tree, node)?;
    if column(tree, start) + text.len() >= LONGEST_LINE {
        return None;
    }
    Some(vec![Edit {
        span: Span::new(start, span.end()),
        text: format!(" {text}"),
    }])
}

/// A script of one line as a literal block.
fn block_of_lines(tree: &Tree, node: NodeId) -> Option<Vec<Edit>> {
    let text = tree.scalar(node)?;
    let style = tree.scalar_style(node)?;
    let list = tree
        .parent(node)
        .filter(|it| tree.kind(*it) == NodeKind::Sequence);
    let key = field_at(tree, list.unwrap_or(node))?.field.key;
    let is_script = holds_script(key);
    let is_one_line = !text.is_empty() && !text.contains(['\n', '\r']);
    let is_alias = tree.kind(node) == NodeKind::Alias;
    if !is_script || !is_one_line || style.is_block() || is_alias || is_in_flow(tree, node) {
        return None;
    }
    let source = tree.source();
    let span = tree.span(node);
    let line = source.line_span(source.line_index(span.end()))?;
    let indent = parent_column(tree, node)? + 2;
    let (line_break, blanks) = (source.line_break(), " ".repeat(indent));
    // A comment stays behind the header; blanks at the end of the line do not.
    let behind = source.slice(Span::new(span.end(), line.end())).trim_end();
    Some(vec![Edit {
        span: Span::new(span.start(), line.end()),
        text: format!("|-{behind}{line_break}{blanks}{text}"),
    }])
}

fn quoted(tree: &Tree, node: NodeId) -> Option<Vec<Edit>> {
    let text = one_line(tree, node)?;
    let text = format!("'{}'", text.replace('\'', "''"));
    let span = tree.span(node);
    (!span.is_empty()).then(|| vec![Edit { span, text }])
}

fn unquoted(tree: &Tree, node: NodeId) -> Option<Vec<Edit>> {
    let text = one_line(tree, node)?.to_owned();
    let span = tree.span(node);
    (!text.is_empty()).then(|| vec![Edit { span, text }])
}

/// The value of a scalar that is written in one line and has one.
fn one_line(tree: &Tree, node: NodeId) -> Option<&str> {
    let text = tree.scalar(node)?;
    let written = tree.source().slice(tree.span(node));
    (!text.contains(['\n', '\r']) && !written.contains(['\n', '\r'])).then_some(text)
}

/// `key: value`.
fn entry_line(tree: &Tree, entry: Entry) -> Option<String> {
    if tree.tag(entry.key).is_some() {
        return None;
    }
    let value = full_text(tree, entry.value)?;
    let key = full_text(tree, entry.key)?;
    let between = if value.is_empty() { ":" } else { ": " };
    Some(format!("{key}{between}{value}"))
}

/// The text of a node in one line, with its anchor and tag.
fn full_text(tree: &Tree, node: NodeId) -> Option<String> {
    let source = tree.source();
    let span = trimmed(tree, node);
    let anchors = tree.anchors_at(node).map(|it| it.span);
    let before = anchors.chain(tree.tag(node)).map(Span::start).min();
    let start = before.map_or(span.start(), |before| before.min(span.start()));
    let text = source.slice(Span::new(start, span.end()));
    (!text.contains(['\n', '\r'])).then(|| text.to_owned())
}

/// Whether a node can stand between brackets as it is written.
fn is_simple(tree: &Tree, node: NodeId) -> bool {
    match tree.kind(node) {
        NodeKind::Alias => true,
        NodeKind::Mapping | NodeKind::Sequence => tree.is_flow(node),
        NodeKind::Scalar => match tree.scalar_style(node) {
            Some(ScalarStyle::Plain) => {
                let text = tree.scalar(node).unwrap_or_default();
                !text.contains([',', '[', ']', '{', '}'])
            }
            Some(style) => style.is_quoted(),
            None => false,
        },
    }
}

fn has_comment(tree: &Tree, span: Span) -> bool {
    let comments = tree.comments();
    let first = comments.partition_point(|it| it.span.start() < span.start());
    let next = comments.get(first);
    next.is_some_and(|it| it.span.start() < span.end())
}

fn is_last_on_its_line(tree: &Tree, offset: usize) -> bool {
    let source = tree.source();
    let line = source.line_span(source.line_index(offset));
    let end = line.map_or(offset, Span::end);
    source.slice(Span::new(offset, end)).trim().is_empty()
}
