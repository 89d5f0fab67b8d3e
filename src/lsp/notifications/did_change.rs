//! `textDocument/didChange`

use gen_lsp_types as lsp;

use crate::lsp::session::Session;

pub(in crate::lsp) fn handle(session: &mut Session, params: lsp::DidChangeTextDocumentParams) {
    let encoding = session.encoding();
    let id = params.text_document;
    if let Some(document) = session.document(&id.text_document_identifier.uri) {
        document.change(id.version, params.content_changes, encoding);
    }
}
