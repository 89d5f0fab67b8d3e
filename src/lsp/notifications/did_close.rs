//! `textDocument/didClose`

use gen_lsp_types as lsp;

use crate::lsp::capabilities::pulls;
use crate::lsp::session::Session;

pub(in crate::lsp) fn handle(session: &mut Session, params: lsp::DidCloseTextDocumentParams) {
    let uri = params.text_document.uri;
    let was_ours = session.opened(&uri, "textDocument/didClose").is_some();
    session.close(&uri);
    if was_ours {
        // What counts now is the file on disk.
        session.generation += 1;
        if !pulls(session.client()) {
            let none = lsp::PublishDiagnosticsParams::new(uri, None, Vec::new());
            let editor = session.editor();
            editor.tell::<lsp::PublishDiagnosticsNotification>(&none);
        }
    }
}
