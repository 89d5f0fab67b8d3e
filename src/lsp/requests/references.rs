//! `textDocument/references`

use gen_lsp_types as lsp;

use crate::lsp::names::{self, Role};
use crate::lsp::view::View;

pub(in crate::lsp) fn answer(
    view: &View<'_>,
    params: &lsp::ReferenceParams,
) -> Option<Vec<lsp::Location>> {
    let offset = view.offset(params.text_document_position_params.position);
    let named = names::at(view.tree(), &view.checked.config, offset)?;
    let all = params.context.include_declaration;
    let uses = named.uses.iter();
    let wanted = uses.filter(|it| all || it.role != Role::Declaration);
    Some(wanted.map(|it| view.location(it.span)).collect())
}
