//! `textDocument/didSave`

use std::path::Path;

use gen_lsp_types as lsp;

use crate::lsp::registration::watches;
use crate::lsp::session::Session;
use crate::lsp::uri::to_path;
use crate::workspace::{CONFIG_FILE_NAME, repository_root};

/// The moment to look at the disk again: not every editor tells what happens there. What
/// lies in other repositories stays as it is.
pub(in crate::lsp) fn handle(session: &mut Session, params: lsp::DidSaveTextDocumentParams) {
    let uri = params.text_document.uri;
    let path = to_path(&uri);
    let Some(document) = session.opened(&uri, "textDocument/didSave") else {
        if path.is_some_and(|path| path.ends_with(CONFIG_FILE_NAME)) {
            session.forget();
            session.refresh();
        }
        return;
    };
    if document.saved(params.text) {
        let message = "the text that was saved is not the one that was edited; it counts now";
        session.editor().log(lsp::MessageType::Warning, message);
    }
    let root = path
        .as_deref()
        .and_then(Path::parent)
        .and_then(repository_root);
    let is_concerned = |file: &Path| root.is_none_or(|root| file.starts_with(root));
    // Of closed files the editor tells by itself, where it can be asked to.
    if !watches(session.client()) {
        session.disk.retain(|file| !is_concerned(file));
    }
    session.forget_where(is_concerned);
    session.refresh();
}
