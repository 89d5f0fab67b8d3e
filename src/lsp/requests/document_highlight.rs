//! `textDocument/documentHighlight`

use gen_lsp_types as lsp;

use crate::lsp::names::{self, Role, Use};
use crate::lsp::view::View;

pub(in crate::lsp) fn answer(
    view: &View<'_>,
    params: &lsp::DocumentHighlightParams,
) -> Option<Vec<lsp::DocumentHighlight>> {
    let offset = view.offset(params.text_document_position_params.position);
    let named = names::at(view.tree(), &view.checked.config, offset)?;
    let highlight = |it: &Use| {
        let kind = match it.role {
            Role::Declaration | Role::Write => lsp::DocumentHighlightKind::Write,
            Role::Read => lsp::DocumentHighlightKind::Read,
        };
        lsp::DocumentHighlight::new(view.range(it.span), Some(kind))
    };
    Some(named.uses.iter().map(highlight).collect())
}
