//! `textDocument/linkedEditingRange`

use gen_lsp_types as lsp;

use crate::lsp::names::{self, Kind};
use crate::lsp::view::View;

/// An anchor and its aliases, to be typed together. What is typed is not looked at, so
/// only names are given that stand nowhere else.
pub(in crate::lsp) fn answer(
    view: &View<'_>,
    params: &lsp::LinkedEditingRangeParams,
) -> Option<lsp::LinkedEditingRanges> {
    let offset = view.offset(params.text_document_position_params.position);
    let named = names::at(view.tree(), &view.checked.config, offset)?;
    if named.kind != Kind::Anchor || named.uses.len() < 2 {
        return None;
    }
    let ranges = named.uses.iter().map(|it| view.range(it.span)).collect();
    let pattern = "[A-Za-z0-9_-]+".to_owned();
    Some(lsp::LinkedEditingRanges::new(ranges, Some(pattern)))
}
