//! `textDocument/selectionRange`

use gen_lsp_types as lsp;

use crate::expression::shell;
use crate::lsp::view::View;
use crate::model::locate::field_at;
use crate::model::step::holds_script;
use crate::syntax::{NodeId, NodeKind, ScalarStyle, SourceMap, Span, Tree};

pub(in crate::lsp) fn answer(
    view: &View<'_>,
    params: &lsp::SelectionRangeParams,
) -> Option<Vec<lsp::SelectionRange>> {
    let positions = params.positions.iter();
    let range = |position: &lsp::Position| {
        let spans = around(view.tree(), view.offset(*position));
        nested(view, &spans)
    };
    Some(positions.map(range).collect())
}

/// The selection of the first span, with those around it.
fn nested(view: &View<'_>, spans: &[Span]) -> lsp::SelectionRange {
    let (last, inner) = match spans.split_last() {
        Some((last, inner)) => (*last, inner),
        None => (Span::default(), spans),
    };
    let mut found = lsp::SelectionRange::new(view.range(last), None);
    for span in inner.iter().rev() {
        found = lsp::SelectionRange::new(view.range(*span), Some(Box::new(found)));
    }
    found
}

/// What is selected around an offset step by step: each span holds the one before and
/// more, and the last is the whole text.
fn around(tree: &Tree, offset: usize) -> Vec<Span> {
    let source = tree.source();
    let mut wanted = vec![word(source.text(), offset)];
    let comments = tree.comments();
    let after = comments.partition_point(|it| it.span.start() <= offset);
    let comment = after.checked_sub(1).and_then(|at| comments.get(at));
    wanted.extend(comment.map(|it| it.span));
    let node = tree.innermost(offset);
    wanted.extend(inside_script(tree, node, offset));
    wanted.extend(inside(tree, node));
    let mut at = Some(node);
    while let Some(node) = at {
        wanted.push(trimmed(tree, tree.span(node)));
        let key = tree
            .value_of(node)
            .map_or_else(|| tree.key_of(node), |_| Some(node));
        if let Some((key, value)) = key.and_then(|key| Some((key, tree.value_of(key)?))) {
            wanted.push(trimmed(tree, tree.span(key).cover(tree.span(value))));
        }
        at = tree.parent(node);
    }
    wanted.push(Span::new(0, source.text().len()));
    let mut found: Vec<Span> = Vec::new();
    for span in wanted {
        let holds = span.start() <= offset && offset <= span.end();
        let grows = found
            .last()
            .is_none_or(|last| span.contains(*last) && span != *last);
        if holds && grows && !span.is_empty() {
            found.push(span);
        }
    }
    found
}

/// The letters, digits and `_` around an offset.
fn word(text: &str, offset: usize) -> Span {
    let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
    let (before, after) = text.split_at_checked(offset).unwrap_or_default();
    let before = before.chars().rev().take_while(is_word);
    let after = after.chars().take_while(is_word);
    let length = |chars: usize, c: char| chars + c.len_utf8();
    let (before, after) = (before.fold(0, length), after.fold(0, length));
    Span::new(offset.saturating_sub(before), offset + after)
}

/// The text between the quotes.
fn inside(tree: &Tree, node: NodeId) -> Option<Span> {
    let span = tree.span(node);
    let is_quoted = tree.kind(node) == NodeKind::Scalar
        && tree.scalar_style(node).is_some_and(ScalarStyle::is_quoted);
    is_quoted.then(|| Span::new(span.start() + 1, span.end().saturating_sub(1)))
}

/// In a script: the word of the shell, the command, the line.
fn inside_script(tree: &Tree, node: NodeId, offset: usize) -> Vec<Span> {
    let is_text = tree.kind(node) == NodeKind::Scalar && tree.value_of(node).is_none();
    let list = tree
        .parent(node)
        .filter(|it| tree.kind(*it) == NodeKind::Sequence);
    let located = field_at(tree, list.unwrap_or(node));
    let is_script = located.is_some_and(|it| holds_script(it.field.key));
    let Some(text) = tree.scalar(node).filter(|_| is_text && is_script) else {
        return Vec::new();
    };
    let map = SourceMap::new(tree, node);
    let script = shell::parse(text);
    let commands = script.commands.iter();
    let ranges = commands.flat_map(|command| {
        let words = command.words.iter().map(|word| word.range.clone());
        words.chain([command.range.clone()])
    });
    let spans = ranges.map(|range| map.span(range));
    let mut found: Vec<Span> = spans
        .filter(|span| span.start() <= offset && offset <= span.end())
        .collect();
    found.sort_unstable_by_key(|span| (span.len(), span.start));
    let source = tree.source();
    let line = source.line_span(source.line_index(offset));
    found.extend(line.map(|line| {
        let blank = source.slice(line).len() - source.slice(line).trim_start().len();
        Span::new(line.start() + blank, line.end())
    }));
    found
}

/// A span without line breaks and blanks at its end.
fn trimmed(tree: &Tree, span: Span) -> Span {
    let kept = tree.source().slice(span).trim_end().len();
    Span::new(span.start(), span.start() + kept)
}
