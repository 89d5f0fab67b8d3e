//! `textDocument/didChange`

use gen_lsp_types as lsp;

use crate::lsp::session::Session;

pub(in crate::lsp) fn handle(session: &mut Session, params: lsp::DidChangeTextDocumentParams) {
    let encoding = session.encoding();
    let lsp::VersionedTextDocumentIdentifier {
        version,
        text_document_identifier: lsp::TextDocumentIdentifier { uri },
    } = params.text_document;
    if let Some(document) = session.opened(&uri, "textDocument/didChange") {
        document.change(version, params.content_changes, encoding);
        session.edited(&uri);
    }
}
