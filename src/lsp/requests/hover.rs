//! `textDocument/hover`

use gen_lsp_types as lsp;

use crate::lsp::view::View;
use crate::model::help::field_help;
use crate::model::locate::field_at;

pub(in crate::lsp) fn answer(view: &View<'_>, params: &lsp::HoverParams) -> Option<lsp::Hover> {
    let position = params.text_document_position_params.position;
    let node = view.tree().innermost(view.offset(position));
    let located = field_at(view.tree(), node)?;
    let help = field_help(located.section?, located.field);
    let contents = lsp::MarkupContent::new(lsp::MarkupKind::Markdown, help);
    Some(lsp::Hover::new(contents.into(), Some(view.range_of(node))))
}
