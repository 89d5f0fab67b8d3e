//! Moving a key with its value to where it belongs.

use crate::finding::{Edit, Fix, Safety};
use crate::syntax::{NodeId, NodeKind, Span, Tree};

use super::removal::whole_entry;

/// Moves an entry of a block mapping into the value of another key of that mapping,
/// at its head; where there is no such key, it is written around the entry. `None`
/// where that takes more than moving lines.
pub(crate) fn into_sibling(tree: &Tree, key: NodeId, sibling: &str) -> Option<Fix> {
    let mapping = tree.parent(key)?;
    let source = tree.source();
    let lines = whole_entry(tree, key)?;
    if tree.is_shared(mapping) || !source.slice(lines).ends_with('\n') {
        return None;
    }
    let entries = tree.entries(mapping);
    let home = entries
        .iter()
        .find(|it| tree.scalar(it.key) == Some(sibling));
    let indent = |key: NodeId| {
        let start = tree.span(key).start();
        source
            .begins_line(start)
            .then(|| source.position(start).column - 1)
    };
    let here = indent(key)?;
    let title = format!("move it into `{sibling}`");
    let Some(home) = home else {
        let opened = format!("{}{sibling}:\n", " ".repeat(here));
        let text = opened + &deeper(source.slice(lines), 2);
        return Some(Fix::suggestion(title, lines, text));
    };
    let first = tree.entries(home.value).first()?.key;
    let is_block = tree.kind(home.value) == NodeKind::Mapping && !tree.is_flow(home.value);
    let there = indent(first).filter(|_| is_block && !tree.is_shared(home.value))?;
    let line = source.line_span(source.line_index(tree.span(first).start()))?;
    let text = deeper(source.slice(lines), there.checked_sub(here)?);
    let mut edits = vec![
        Edit {
            span: lines,
            text: String::new(),
        },
        Edit {
            span: Span::at(line.start()),
            text,
        },
    ];
    edits.sort_by_key(|edit| edit.span);
    Some(Fix {
        title,
        safety: Safety::Unsafe,
        edits,
    })
}

/// Lines with more blanks before them; empty ones stay empty.
fn deeper(lines: &str, by: usize) -> String {
    let blanks = " ".repeat(by);
    let moved = lines.split_inclusive('\n').map(|line| match line.trim() {
        "" => line.to_owned(),
        _ => format!("{blanks}{line}"),
    });
    moved.collect()
}
