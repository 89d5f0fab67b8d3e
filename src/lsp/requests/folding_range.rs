//! `textDocument/foldingRange`

use std::collections::BTreeMap;

use gen_lsp_types as lsp;

use crate::lsp::view::View;
use crate::syntax::{NodeId, SourceFile, Span, Tree};

/// Whole lines, which all editors can fold: each first line begins one range, the
/// longest that could begin there.
pub(in crate::lsp) fn answer(
    view: &View<'_>,
    _: &lsp::FoldingRangeParams,
) -> Option<Vec<lsp::FoldingRange>> {
    let mut folds = Folds::default();
    let tree = view.tree();
    for node in tree.nodes() {
        folds.node(tree, node);
    }
    folds.comments(tree);
    let most = limit(view);
    let ranges = folds.0.into_iter().map(|(start, (end, kind))| {
        let number = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
        lsp::FoldingRange {
            start_line: number(start),
            end_line: number(end),
            kind,
            ..lsp::FoldingRange::default()
        }
    });
    Some(ranges.take(most).collect())
}

fn limit(view: &View<'_>) -> usize {
    let client = view.session.client().text_document.as_ref();
    let client = client.and_then(|it| it.folding_range.as_ref());
    let limit = client.and_then(|it| it.range_limit);
    limit.map_or(usize::MAX, |it| it as usize)
}

/// First line to last line, from 0, and what is between them.
#[derive(Default)]
struct Folds(BTreeMap<usize, (usize, Option<lsp::FoldingRangeKind>)>);

impl Folds {
    fn add(&mut self, start: usize, end: usize, kind: Option<lsp::FoldingRangeKind>) {
        if end <= start {
            return;
        }
        let known = self.0.get(&start).is_some_and(|known| known.0 >= end);
        if !known {
            self.0.insert(start, (end, kind));
        }
    }

    /// A value with its key, or an item of a list.
    fn node(&mut self, tree: &Tree, node: NodeId) {
        let source = tree.source();
        let span = tree.span(node);
        if span.is_empty() || tree.value_of(node).is_some() || tree.root() == Some(node) {
            return;
        }
        let first = tree.key_of(node).unwrap_or(node);
        let start = source.line_index(tree.span(first).start());
        let text = source.slice(span).trim_end();
        let end = source.line_index(span.start() + text.len().saturating_sub(1));
        // The bracket at the end stays to be seen.
        let closes = tree.is_flow(node) && is_first_on_its_line(source, span);
        self.add(start, end - usize::from(closes && end > 0), None);
    }

    /// Comments of several lines, and `# region` to `# endregion`.
    fn comments(&mut self, tree: &Tree) {
        let source = tree.source();
        let mut regions: Vec<usize> = Vec::new();
        let mut run: Option<(usize, usize)> = None;
        let kind = || Some(lsp::FoldingRangeKind::Comment);
        for comment in tree.comments().iter().filter(|it| it.own_line) {
            let line = source.line_index(comment.span.start());
            let text = source.slice(comment.span).trim_start_matches('#').trim();
            let word = text.split_whitespace().next().unwrap_or_default();
            let is_marker = matches!(word, "region" | "endregion");
            match word {
                "region" => regions.push(line),
                "endregion" => {
                    if let Some(start) = regions.pop() {
                        self.add(start, line, Some(lsp::FoldingRangeKind::Region));
                    }
                }
                _ => {}
            }
            run = match run {
                Some((start, last)) if last + 1 == line && !is_marker => Some((start, line)),
                other => {
                    if let Some((start, last)) = other {
                        self.add(start, last, kind());
                    }
                    (!is_marker).then_some((line, line))
                }
            };
        }
        if let Some((start, last)) = run {
            self.add(start, last, kind());
        }
    }
}

/// Whether the last character of a span has only blanks before it.
fn is_first_on_its_line(source: &SourceFile, span: Span) -> bool {
    let line = source.line_span(source.line_index(span.end().saturating_sub(1)));
    let start = line.map_or(span.start(), Span::start);
    let before = source.slice(Span::new(start, span.end().saturating_sub(1)));
    before.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
}
