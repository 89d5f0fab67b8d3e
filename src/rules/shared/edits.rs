//! Simple edits that several rules offer.

use crate::finding::{Fix, Safety};
use crate::syntax::{NodeId, NodeKind, Span, Tree};

use super::subject::is_alias_target;

/// Where and how to put lines at the head of a mapping that has entries; `None`
/// where other places of the file would change as well, or where the mapping is
/// written in an unusual way. In a mapping with braces the lines become entries.
pub(crate) fn put_first(tree: &Tree, mapping: NodeId, lines: &[String]) -> Option<(Span, String)> {
    if tree.is_shared(mapping) {
        return None;
    }
    let key = tree.span(tree.entries(mapping).first()?.key);
    let before = tree.source().text().get(..key.start())?;
    if tree.is_flow(mapping) {
        let opens = before.trim_end().ends_with('{');
        return opens.then(|| (Span::at(key.start()), format!("{}, ", lines.join(", "))));
    }
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let indent = &before[line_start..];
    if !indent.bytes().all(|b| b == b' ') {
        return None;
    }
    let end = if before[..line_start].ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let text = lines.join(&format!("{end}{indent}"));
    Some((Span::at(key.start()), format!("{text}{end}{indent}")))
}

/// Another text in place of a scalar, quotes included. Where aliases take the
/// scalar elsewhere a person has to look.
pub(crate) fn replace(tree: &Tree, node: NodeId, title: &str, text: impl Into<String>) -> Fix {
    let span = tree.span(node);
    if is_alias_target(tree, node) {
        Fix::suggestion(title, span, text)
    } else {
        Fix::safe(title, span, text)
    }
}

/// Makes a value the only item of a list; `None` where that takes more than one
/// simple edit.
pub(crate) fn into_list(tree: &Tree, node: NodeId, safety: Safety) -> Option<Fix> {
    let key = tree.key_of(node)?;
    let mapping = tree.parent(key)?;
    if tree.is_flow(mapping) || tree.is_shared(node) || tree.anchors_at(node).next().is_some() {
        return None;
    }
    let source = tree.source();
    let column = |offset| source.position(offset).column;
    let key_column = column(tree.span(key).start());
    let span = tree.span(node);
    let (edit, text) = if tree.kind(node) == NodeKind::Mapping && !tree.is_flow(node) {
        let dash = span.start().checked_sub(2)?;
        let edit = Span::new(dash, span.start());
        let deep = column(span.start()) >= key_column + 2;
        if !deep || source.slice(edit) != "  " {
            return None;
        }
        (edit, "- ".to_owned())
    } else {
        let gap = Span::new(tree.span(key).end(), span.start());
        let spaces = source.slice(gap).strip_prefix(':')?;
        if spaces.is_empty() || !spaces.bytes().all(|byte| byte == b' ') {
            return None;
        }
        let edit = Span::new(gap.start() + 1, gap.end());
        // Further lines of the value must stay right of the dash.
        let one_line = source.first_line_of(span) == span;
        let indent = key_column - 1 + if one_line { 2 } else { 0 };
        // Of the first line: to look for others takes as long as the file is.
        let first = source.line_span(0).map_or(0, Span::end);
        let line_end = match source.text().get(first..) {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            _ => "\n",
        };
        (edit, format!("{line_end}{}- ", " ".repeat(indent)))
    };
    let mut fix = Fix::suggestion("make it a list", edit, text);
    fix.safety = safety;
    Some(fix)
}
