//! `textDocument/didSave`

use gen_lsp_types as lsp;

use crate::lsp::session::Session;

/// The moment to look at the disk again: not every editor tells what happens there.
pub(in crate::lsp) fn handle(session: &mut Session, params: lsp::DidSaveTextDocumentParams) {
    let uri = params.text_document.uri;
    let Some(document) = session.opened(&uri, "textDocument/didSave") else {
        return;
    };
    if document.saved(params.text) {
        let message = "the text that was saved is not the one that was edited; it counts now";
        session.editor().log(lsp::MessageType::Warning, message);
    }
    session.forget();
    session.refresh();
}
