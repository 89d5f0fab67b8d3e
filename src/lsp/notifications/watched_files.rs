//! `workspace/didChangeWatchedFiles`

use std::path::{Path, PathBuf};

use gen_lsp_types as lsp;

use crate::lsp::registration::is_of_repository;
use crate::lsp::session::Session;
use crate::lsp::uri;
use crate::workspace::{FILE_NAME, repository_root};

/// What has changed is read again, and checked what depends on it: of a file of a
/// repository what lies there, of anything else all.
pub(in crate::lsp) fn handle(session: &mut Session, params: &lsp::DidChangeWatchedFilesParams) {
    let mut changed: Vec<PathBuf> = Vec::new();
    let mut is_everything = params.changes.is_empty();
    let generation = session.generation;
    for event in &params.changes {
        let Some(path) = uri::to_path(&event.uri) else {
            is_everything = true;
            continue;
        };
        let name = path.file_name().unwrap_or_default();
        if name == FILE_NAME && event.kind == lsp::FileChangeType::Changed {
            // An open one counts as the editor has it: this is the echo of its saving.
            if session.document(&event.uri).is_none() {
                session.written(&path);
            }
        } else if is_of_repository(name) {
            changed.push(path);
        } else {
            is_everything = true;
        }
    }
    if is_everything {
        session.forget();
    } else if !changed.is_empty() {
        let is_concerned = |file: &Path| match file.parent().and_then(repository_root) {
            Some(root) => changed.iter().any(|path| path.starts_with(root)),
            None => changed
                .iter()
                .any(|path| path.file_name() == file.file_name()),
        };
        session.disk.retain(|file| !is_concerned(file));
        session.forget_where(is_concerned);
    }
    if session.generation != generation {
        session.refresh();
    }
}
