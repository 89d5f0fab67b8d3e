//! `textDocument/hover`

use gen_lsp_types as lsp;

use crate::lsp::hover::{plain, told};
use crate::lsp::view::View;

pub(in crate::lsp) fn answer(view: &View<'_>, params: &lsp::HoverParams) -> Option<lsp::Hover> {
    let position = params.text_document_position_params.position;
    let told = told(view, view.offset(position))?;
    let contents = if speaks_markdown(view.session.client()) {
        lsp::MarkupContent::new(lsp::MarkupKind::Markdown, told.text)
    } else {
        lsp::MarkupContent::new(lsp::MarkupKind::PlainText, plain(&told.text))
    };
    Some(lsp::Hover::new(
        contents.into(),
        Some(view.range(told.span)),
    ))
}

/// Whether the editor shows Markdown; one that does not say is taken for one that does,
/// as most are.
fn speaks_markdown(client: &lsp::ClientCapabilities) -> bool {
    let document = client.text_document.as_ref();
    let formats = document.and_then(|it| it.hover.as_ref()?.content_format.as_ref());
    formats.is_none_or(|formats| formats.contains(&lsp::MarkupKind::Markdown))
}
