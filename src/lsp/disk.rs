//! Closed files of the workspace: what is found in them, kept until they change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use gen_lsp_types as lsp;

use crate::syntax::SourceFile;
use crate::workspace::{display_name, read_file};

use super::diagnostics::{diagnostics, result_id};
use super::session::Session;
use super::uri;
use super::veil::Secrets;
use super::view::View;

/// What is found in a file.
pub(super) struct Found {
    /// How the editor would call the file.
    pub uri: lsp::Uri,
    /// By what the editor knows the diagnostics.
    pub result_id: String,
    /// The diagnostics.
    pub items: Vec<lsp::Diagnostic>,
}

/// By what a change of a file is seen: when it was written, and its length in bytes.
/// `None` where there is none.
type Stamp = Option<(Option<SystemTime>, u64)>;

/// What is found in closed files, by their path.
#[derive(Default)]
pub(super) struct Disk {
    known: BTreeMap<PathBuf, (Stamp, Found)>,
}

impl Disk {
    /// What is found in a file, if that is known.
    pub fn get(&self, path: &Path) -> Option<&Found> {
        self.known.get(path).map(|(_, found)| found)
    }

    /// Keeps only what is found in some files.
    pub fn retain(&mut self, is_kept: impl Fn(&Path) -> bool) {
        self.known.retain(|path, _| is_kept(path));
    }

    /// Whether a file need not be checked. One that is `trusted` is not looked at on disk.
    pub fn is_known(&self, path: &Path, is_trusted: bool) -> bool {
        let known = self.known.get(path);
        known.is_some_and(|(known, _)| is_trusted || *known == stamp(path))
    }

    /// Remembers what is found in a file, which looked like this before it was read.
    fn insert(&mut self, path: &Path, stamp: Stamp, found: Found) {
        self.known.insert(path.to_owned(), (stamp, found));
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok(), metadata.len()))
}

/// Checks a file as it lies on disk.
pub(super) fn check(session: &mut Session, path: &Path) {
    let stamp = stamp(path);
    let found = found(session, path);
    session.disk.insert(path, stamp, found);
}

fn found(session: &Session, path: &Path) -> Found {
    let uri = uri::from_path(path);
    let name = display_name(session.project.cwd(), path);
    // What cannot be read any more has nothing in it.
    let items = read_file(path, &name).map_or_else(
        |_| Vec::new(),
        |bytes| {
            let source = SourceFile::from_bytes(name, bytes);
            let (checked, settings, _) = session.project.check(Some(path), source);
            diagnostics(&View {
                session,
                uri: &uri,
                checked: Arc::new(checked),
                settings: Arc::new(settings),
                secrets: Secrets::default(),
            })
        },
    );
    Found {
        result_id: result_id(&items),
        uri,
        items,
    }
}
