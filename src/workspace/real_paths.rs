//! Where directories really are, each looked up once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

/// Most parts of a path that are looked at one by one.
const MAX_PARTS: usize = 64;

/// The paths of directories without links. What holds for a directory holds for all
/// below it, so that of many neighbours each takes one look at the disk, where
/// [`fs::canonicalize`] looks at every part of every path. May be asked by many threads
/// at once.
#[derive(Debug, Default)]
pub(super) struct RealPaths {
    known: Mutex<FxHashMap<PathBuf, PathBuf>>,
}

impl RealPaths {
    /// The path of a directory, as [`fs::canonicalize`] has it.
    ///
    /// # Errors
    /// Those of [`fs::canonicalize`].
    pub fn of(&self, directory: &Path) -> io::Result<PathBuf> {
        // The system refuses what is much longer.
        if directory.components().count() > MAX_PARTS {
            return fs::canonicalize(directory);
        }
        if let Some(real) = self.known().get(directory) {
            return Ok(real.clone());
        }
        let real = self.look(directory)?;
        self.known().insert(directory.to_path_buf(), real.clone());
        Ok(real)
    }

    fn look(&self, directory: &Path) -> io::Result<PathBuf> {
        // A path on Windows has forms that only the system can tell.
        let (Some(parent), Some(name), true) =
            (directory.parent(), directory.file_name(), cfg!(unix))
        else {
            return fs::canonicalize(directory);
        };
        // Not above an absolute path's root, and not above a relative one's first part.
        if parent.as_os_str().is_empty() {
            return fs::canonicalize(directory);
        }
        let real = self.of(parent)?.join(name);
        if fs::symlink_metadata(&real)?.is_dir() {
            return Ok(real);
        }
        fs::canonicalize(directory)
    }

    fn known(&self) -> MutexGuard<'_, FxHashMap<PathBuf, PathBuf>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn paths_are_those_of_the_system() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("a/b/c")).unwrap();
        fs::write(at("a/file"), "").unwrap();
        std::os::unix::fs::symlink(at("a/b"), at("link")).unwrap();
        std::os::unix::fs::symlink("nowhere", at("dangling")).unwrap();
        let real = RealPaths::default();
        let paths = [
            "a/b/c",
            "a/b",
            "link",
            "link/c",
            "a/../a/b",
            "a/b/..",
            "link/..",
            "a/./b/",
            "a/file",
            "missing",
            "dangling",
            "dangling/x",
            "a/file/x",
            "",
        ];
        // The second time from memory.
        for path in paths.iter().chain(&paths) {
            let found = real.of(&at(path)).map_err(|it| it.kind());
            let expected = fs::canonicalize(at(path)).map_err(|it| it.kind());
            assert_eq!(found, expected, "{path}");
        }
        assert_eq!(real.of(Path::new("/")).unwrap(), Path::new("/"));
        assert!(real.of(&at(&"a/".repeat(50_000))).is_err());
        assert_eq!(
            real.of(Path::new("src")).unwrap(),
            fs::canonicalize("src").unwrap()
        );
    }
}
