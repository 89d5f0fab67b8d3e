//! `textDocument/didOpen`

use gen_lsp_types as lsp;

use crate::lsp::session::Session;

pub(in crate::lsp) fn handle(session: &mut Session, params: lsp::DidOpenTextDocumentParams) {
    session.open(params.text_document);
}
