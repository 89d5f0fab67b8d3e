//! `textDocument/didClose`

use gen_lsp_types as lsp;

use crate::lsp::session::Session;

/// Gives whether the document was one of ours.
pub(in crate::lsp) fn handle(session: &mut Session, uri: &lsp::Uri) -> bool {
    session.close(uri)
}
