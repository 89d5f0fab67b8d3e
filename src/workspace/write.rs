//! Writing so that a reader sees the old file or the new one, never a half.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::file_error::{FileError, FileProblem, link_problem, read_problem, write_problem};
use super::read::unusable;

/// Replaces the file at `path`, which reports call `name`, or makes it.
///
/// The bytes go to a temporary file in the same directory, which then takes the
/// name. A file that exists keeps its permissions; a symbolic link stays and
/// what it leads to is replaced.
///
/// # Errors
/// When `path` is a directory, a pipe, a device or a symbolic link that leads
/// nowhere, the file is read-only, its directory does not exist, or the system
/// refuses. The old file is then as it was.
pub fn write_atomically(path: &Path, name: &str, bytes: &[u8]) -> Result<(), FileError> {
    replace(path, bytes).map_err(|reason| FileError::new(name, reason))
}

/// Replaces the file at `path` like [`write_atomically`], if it still holds
/// `expected`: what somebody else has written since it was read is not lost. A file
/// that holds `bytes` already is left alone.
///
/// # Errors
/// When the file holds something else, or cannot be read or written. It is then as
/// it was.
pub fn write_unless_changed(
    path: &Path,
    name: &str,
    expected: &[u8],
    bytes: &[u8],
) -> Result<(), FileError> {
    let write = || {
        let place = Place::of(path)?;
        let file = place.prepare(bytes)?;
        // As late as possible.
        let present = fs::read(&place.path).map_err(|error| read_problem(&place.path, &error))?;
        if present == bytes {
            return Ok(());
        }
        if present != expected {
            return Err(FileProblem::Changed);
        }
        place.take(file)
    };
    write().map_err(|reason| FileError::new(name, reason))
}

/// Whether the file at `path` has other names, which a replacement leaves to the old
/// one. Not known everywhere.
pub fn has_other_links(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).is_ok_and(|metadata| metadata.nlink() > 1)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

fn replace(path: &Path, bytes: &[u8]) -> Result<(), FileProblem> {
    let place = Place::of(path)?;
    place.take(place.prepare(bytes)?)
}

/// Where a file is written.
struct Place {
    /// Past symbolic links.
    path: PathBuf,
    /// Of the file that is there.
    metadata: Option<fs::Metadata>,
}

impl Place {
    fn of(path: &Path) -> Result<Self, FileProblem> {
        let path = target(path);
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => {
                if let Some(problem) = unusable(metadata.file_type()) {
                    return Err(problem);
                }
                if metadata.permissions().readonly() {
                    return Err(FileProblem::WriteDenied);
                }
                Some(metadata)
            }
            Err(_) => match link_problem(&path) {
                Some(problem) => return Err(problem),
                None => None,
            },
        };
        Ok(Self { path, metadata })
    }

    /// A file with these bytes beside the place, ready to take its name.
    fn prepare(&self, bytes: &[u8]) -> Result<tempfile::NamedTempFile, FileProblem> {
        let problem = |error: std::io::Error| write_problem(&error);
        let directory = self.path.parent().unwrap_or(Path::new("."));
        let mut file = new_file(directory).map_err(problem)?;
        file.write_all(bytes).map_err(problem)?;
        if let Some(metadata) = &self.metadata {
            let file = file.as_file();
            // Before the permissions, some of which a new owner loses.
            keep_owner(file, metadata)?;
            let permissions = metadata.permissions();
            file.set_permissions(permissions).map_err(problem)?;
        }
        // A crash must not leave the name to a file without its text.
        file.as_file().sync_all().map_err(problem)?;
        Ok(file)
    }

    fn take(&self, file: tempfile::NamedTempFile) -> Result<(), FileProblem> {
        let taken = file.persist(&self.path);
        taken.map_err(|error| write_problem(&error.error))?;
        Ok(())
    }
}

/// Gives a new file the owner and the group of another one.
#[cfg(unix)]
fn keep_owner(file: &fs::File, other: &fs::Metadata) -> Result<(), FileProblem> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let metadata = file.metadata().map_err(|error| write_problem(&error))?;
    let differs = |is: u32, was: u32| (is != was).then_some(was);
    let owner = differs(metadata.uid(), other.uid());
    let group = differs(metadata.gid(), other.gid());
    if owner.is_none() && group.is_none() {
        return Ok(());
    }
    fchown(file, owner, group).map_err(|_| FileProblem::OtherOwner)
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) -> Result<(), FileProblem> {
    Ok(())
}

/// Where a symbolic link leads, or the path itself.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// A temporary file with the permissions of any new file, not of a private one.
fn new_file(directory: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".codemagic-lint-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, bytes: &[u8]) -> Result<(), FileProblem> {
        write_atomically(path, "f", bytes).map_err(|error| error.reason)
    }

    #[test]
    fn a_new_file_appears_and_an_old_one_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        assert_eq!(write(&path, b"one"), Ok(()));
        assert_eq!(write(&path, b"two"), Ok(()));
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_replaced_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(write(dir.path(), b""), Err(FileProblem::Directory));
        let orphan = dir.path().join("none/f");
        assert_eq!(write(&orphan, b""), Err(FileProblem::NoDirectory));

        let path = dir.path().join("f");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(write(&path, b"new"), Err(FileProblem::WriteDenied));
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn what_somebody_else_wrote_is_not_lost() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        let write = |expected: &[u8], bytes: &[u8]| {
            write_unless_changed(&path, "f", expected, bytes).map_err(|error| error.reason)
        };
        fs::write(&path, "old").unwrap();
        assert_eq!(write(b"older", b"new"), Err(FileProblem::Changed));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(write(b"old", b"new"), Ok(()));
        // Another run came to the same result.
        assert_eq!(write(b"old", b"new"), Ok(()));
        assert_eq!(fs::read(&path).unwrap(), b"new");
        fs::remove_file(&path).unwrap();
        assert_eq!(write(b"new", b"newer"), Err(FileProblem::Missing));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_survive() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = dir.path().join("link");
        symlink("f", &link).unwrap();

        assert_eq!(write(&link, b"new"), Ok(()));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);

        let broken = dir.path().join("broken");
        symlink("nowhere", &broken).unwrap();
        let target = "nowhere".to_owned();
        let reason = FileProblem::BrokenLink { target };
        assert_eq!(write(&broken, b"new"), Err(reason));
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_as_open_as_any_other() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let (ours, plain) = (dir.path().join("ours"), dir.path().join("plain"));
        assert_eq!(write(&ours, b""), Ok(()));
        fs::write(&plain, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }

    #[cfg(unix)]
    #[test]
    fn the_owner_stays() {
        use std::os::unix::fs::{MetadataExt, chown};
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "old").unwrap();
        // Only some users may give files away.
        if chown(&path, Some(12), Some(34)).is_err() {
            return;
        }
        assert_eq!(write(&path, b"new"), Ok(()));
        let metadata = fs::metadata(&path).unwrap();
        assert_eq!((metadata.uid(), metadata.gid()), (12, 34));
    }

    #[cfg(unix)]
    #[test]
    fn other_links_are_known() {
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("f"), dir.path().join("g"));
        fs::write(&path, "old").unwrap();
        assert!(!has_other_links(&path));
        fs::hard_link(&path, &link).unwrap();
        assert!(has_other_links(&path));
    }
}
