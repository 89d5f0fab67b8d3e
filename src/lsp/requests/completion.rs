//! `textDocument/completion`

use gen_lsp_types as lsp;

use crate::lsp::completion::complete;
use crate::lsp::view::TextView;

#[allow(
    clippy::unnecessary_wraps,
    reason = "the protocol's answer may be nothing"
)]
pub(in crate::lsp) fn answer(
    view: &TextView<'_>,
    params: &lsp::CompletionParams,
) -> Option<lsp::CompletionResponse> {
    let position = params.text_document_position_params.position;
    let typed = params.context.as_ref();
    let typed = typed.and_then(|context| context.trigger_character.as_deref());
    Some(complete(view, view.offset(position), typed).into())
}
