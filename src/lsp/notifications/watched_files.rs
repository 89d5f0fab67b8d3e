//! `workspace/didChangeWatchedFiles`

use crate::lsp::session::Session;

/// Whatever has changed is read again when it is next asked for.
pub(in crate::lsp) fn handle(session: &mut Session) {
    session.forget();
    session.refresh();
}
