//! `workspace/didChangeWorkspaceFolders`

use std::path::PathBuf;

use gen_lsp_types as lsp;

use crate::lsp::session::Session;
use crate::lsp::uri;

pub(in crate::lsp) fn handle(session: &mut Session, params: &lsp::DidChangeWorkspaceFoldersParams) {
    let paths = |folders: &[lsp::WorkspaceFolder]| -> Vec<PathBuf> {
        let uris = folders.iter().map(|folder| &folder.uri);
        uris.filter_map(uri::to_path).collect()
    };
    let removed = paths(&params.event.removed);
    let mut folders = session.project.folders().to_vec();
    folders.retain(|folder| !removed.contains(folder));
    for added in paths(&params.event.added) {
        if !folders.contains(&added) {
            folders.push(added);
        }
    }
    session.set_folders(folders);
    session.refresh();
}
