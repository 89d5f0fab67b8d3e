//! `textDocument/inlayHint`: the values behind aliases and merges.

use gen_lsp_types as lsp;

use crate::lsp::hover::{anchor_of, merging, short};
use crate::lsp::veil::Veil;
use crate::lsp::view::View;
use crate::syntax::{NodeId, NodeKind, Span, Tree};

/// Most hints of one answer; a screen has fewer lines.
const MOST: usize = 500;

/// Longest text of a hint, in characters.
const LONGEST: usize = 60;

#[allow(
    clippy::unnecessary_wraps,
    reason = "about other documents there is no answer"
)]
pub(in crate::lsp) fn answer(
    view: &View<'_>,
    params: &lsp::InlayHintParams,
) -> Option<Vec<lsp::InlayHint>> {
    let tree = view.tree();
    let veil = view.veil();
    let asked = view.span(params.range);
    let aliases = tree
        .nodes_from(asked.start())
        .take_while(|node| tree.span(*node).start() <= asked.end())
        .filter(|node| tree.kind(*node) == NodeKind::Alias);
    let hints = aliases.filter_map(|alias| {
        let label = match merging(tree, alias) {
            Some(mapping) => merged(tree, &veil, mapping, alias)?,
            None => format!("= {}", value(tree, &veil, alias)?),
        };
        let anchor = anchor_of(tree, alias)?;
        let mut part = lsp::InlayHintLabelPart::new(label, None, None, None);
        part.location = Some(view.location(anchor.span));
        let end = Span::at(tree.span(alias).end());
        Some(lsp::InlayHint {
            position: view.range(end).start,
            label: vec![part].into(),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
    });
    Some(hints.take(MOST).collect())
}

/// The value behind an alias to a scalar.
fn value(tree: &Tree, veil: &Veil<'_>, alias: NodeId) -> Option<String> {
    let is_scalar = tree.scalar(alias).is_some() && tree.value_of(alias).is_none();
    short(veil, alias).filter(|text| is_scalar && !text.is_empty())
}

/// What a merge brings into a mapping; nothing where all of it is overridden.
fn merged(tree: &Tree, veil: &Veil<'_>, mapping: NodeId, alias: NodeId) -> Option<String> {
    let mut text = String::new();
    for field in tree.fields(mapping).filter(|it| it.via == Some(alias)) {
        let key = tree.scalar(field.key)?;
        let value = match tree.kind(tree.resolve(field.value)) {
            NodeKind::Scalar => short(veil, field.value).unwrap_or_else(|| "***".to_owned()),
            NodeKind::Sequence => "[…]".to_owned(),
            _ => "{…}".to_owned(),
        };
        let comma = if text.is_empty() { "" } else { ", " };
        let next = format!("{comma}{key}: {value}");
        if text.chars().count() + next.chars().count() > LONGEST {
            text.push_str(if text.is_empty() { "…" } else { ", …" });
            break;
        }
        text.push_str(&next);
    }
    (!text.is_empty()).then_some(text)
}
