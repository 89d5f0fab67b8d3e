//! Files held in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Entry, Files, Listing, Names, ReadProblem, paths};

/// Files held in memory, as a test, or an editor without a disk, has them.
#[derive(Debug, Default, Clone)]
pub struct Memory {
    files: BTreeMap<String, Arc<[u8]>>,
    executable: BTreeSet<String>,
    directories: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

impl Memory {
    /// Adds a file, and the directories above it; a path that ends in `/` is a
    /// directory.
    pub fn add(&mut self, path: &str, content: impl AsRef<[u8]>) {
        let is_directory = path.ends_with('/');
        let Some(path) = paths::join("", path) else {
            return;
        };
        let first = if is_directory {
            &*path
        } else {
            paths::parent(&path)
        };
        let above = paths::ancestors(first).map(str::to_owned);
        self.directories.extend(above);
        if !is_directory {
            self.files.insert(path, content.as_ref().into());
        }
    }

    /// Says that a file may be executed.
    pub fn set_executable(&mut self, path: &str) {
        self.executable.insert(path.to_owned());
    }

    /// Puts something there that is not looked at, such as a directory that may not
    /// be read.
    pub fn add_unknown(&mut self, path: &str) {
        let above = paths::ancestors(paths::parent(path)).map(str::to_owned);
        self.directories.extend(above);
        self.unknown.insert(path.to_owned());
    }
}

impl Files for Memory {
    fn entry(&self, path: &str) -> Entry {
        if paths::ancestors(path).any(|it| self.unknown.contains(it)) {
            Entry::Unknown
        } else if self.files.contains_key(path) {
            let executable = Some(self.executable.contains(path));
            Entry::File { executable }
        } else if path.is_empty() || self.directories.contains(path) {
            Entry::Directory
        } else {
            Entry::Missing
        }
    }

    fn list(&self, directory: &str) -> Option<Listing> {
        if self.entry(directory) != Entry::Directory {
            return None;
        }
        let all = self.files.keys().chain(&self.directories);
        let below = all.chain(&self.unknown).filter(|path| !path.is_empty());
        let here = below.filter(|path| paths::parent(path) == directory);
        let names: BTreeSet<&String> = here.collect();
        let entries = names
            .into_iter()
            .map(|path| (paths::name(path).to_owned(), self.entry(path)));
        Some(entries.collect())
    }

    fn names(&self, directory: &str) -> Option<Arc<Names>> {
        let listing = self.list(directory)?;
        Some(Arc::new(Names::of(listing.iter().map(|(name, _)| &**name))))
    }

    fn read(&self, path: &str) -> Result<Arc<[u8]>, ReadProblem> {
        match self.entry(path) {
            Entry::Missing => Err(ReadProblem::Missing),
            Entry::Directory | Entry::Unknown => Err(ReadProblem::Unreadable),
            Entry::File { .. } => {
                let bytes = self.files.get(path).cloned();
                bytes.ok_or(ReadProblem::Missing)
            }
        }
    }
}
