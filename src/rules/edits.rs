//! Edits that several rules suggest.

use crate::syntax::{NodeId, Span, Tree};

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
