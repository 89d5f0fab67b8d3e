//! Writing so that a reader sees the old file or the new one, never a half.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::file_error::{FileError, FileProblem, link_problem, read_problem, write_problem};
use super::leftovers::{ABANDONED, new_file, put_aside, remove_abandoned};
use super::paths::slashed;
use super::read::unusable;

/// Whether two files can change places in one step, where the file system can do it.
const CAN_SWAP: bool = cfg!(any(target_os = "linux", target_os = "macos"));

/// How often a file is given back to somebody who writes it all the time.
const MAX_RETURNS: usize = 100;

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
/// that holds `bytes` already is left alone. Nothing else in the directory is looked at:
/// that is for [`clear_leftovers`](super::clear_leftovers), once for all files.
///
/// # Errors
/// When the file holds something else, or cannot be read or written. It is then as
/// it was, or as somebody else has written it; where two of them wrote it all the time,
/// the error names a file that holds what may be missing.
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
        place.exchange(file, expected, bytes)
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
    let file = place.prepare(bytes)?;
    remove_abandoned(place.directory(), ABANDONED);
    place.take(file)
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

    fn directory(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// A file with these bytes beside the place, ready to take its name.
    fn prepare(&self, bytes: &[u8]) -> Result<tempfile::NamedTempFile, FileProblem> {
        let problem = |error: std::io::Error| write_problem(&error);
        let mut file = new_file(self.directory()).map_err(problem)?;
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

    /// Lets a file with `bytes` take the name, if what had it until then holds
    /// `expected`. The two change places in one step, and only then is that looked at:
    /// so nobody can have written in between.
    fn exchange(
        &self,
        file: tempfile::NamedTempFile,
        expected: &[u8],
        bytes: &[u8],
    ) -> Result<(), FileProblem> {
        if !CAN_SWAP {
            return self.take(file);
        }
        // A run that is killed from here on may leave a text that is not ours.
        let aside = put_aside(file).map_err(|error| write_problem(&error))?;
        if swap(&aside, &self.path).is_none() {
            return fs::rename(&aside, &self.path).map_err(|error| {
                let _ = fs::remove_file(&aside);
                write_problem(&error)
            });
        }
        let present = fs::read(&aside);
        // `bytes` is there when another run came to the same result.
        if present.is_ok_and(|present| present == expected || present == bytes) {
            let _ = fs::remove_file(&aside);
            return Ok(());
        }
        self.give_back(&aside, bytes, MAX_RETURNS)
    }

    /// Gives the name back to what was put aside, where `bytes` have it now.
    fn give_back(&self, aside: &Path, bytes: &[u8], most: usize) -> Result<(), FileProblem> {
        let mut named = Some(bytes.to_vec());
        for _ in 0..most {
            let returned = fs::read(aside).ok();
            if swap(aside, &self.path).is_none() {
                continue;
            }
            let present = fs::read(aside).ok();
            if named.is_some() && present == named {
                let _ = fs::remove_file(aside);
                return Err(FileProblem::Changed);
            }
            // That had been replaced meanwhile, too: what did so goes back, and replaces
            // what was just returned, as it would have done without us.
            named = returned;
        }
        let place = slashed(aside);
        Err(FileProblem::KeptAside { place })
    }
}

/// Lets two files change places in one step. `None` where system or file system cannot.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn swap(one: &Path, other: &Path) -> Option<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn swap(_: &Path, _: &Path) -> Option<()> {
    None
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
pub(super) fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

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
    fn a_link_that_took_the_place_of_a_file_is_not_followed_to_another_text() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (path, other) = (dir.path().join("f"), dir.path().join("other"));
        fs::write(&other, "of somebody else").unwrap();
        symlink("other", &path).unwrap();
        let written = write_unless_changed(&path, "f", b"old", b"new");
        assert_eq!(written.unwrap_err().reason, FileProblem::Changed);
        assert_eq!(fs::read(&other).unwrap(), b"of somebody else");
        assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    }

    /// What is written between the last look and the change of places.
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    #[test]
    fn what_was_written_at_the_last_moment_comes_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "old").unwrap();
        let place = Place::of(&path).unwrap();
        let file = place.prepare(b"new").unwrap();
        fs::write(&path, "of an editor").unwrap();
        let written = place.exchange(file, b"old", b"new");
        assert_eq!(written, Err(FileProblem::Changed));
        assert_eq!(fs::read(&path).unwrap(), b"of an editor");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);

        let file = place.prepare(b"new").unwrap();
        fs::remove_file(&path).unwrap();
        // Nothing is there to change places with.
        assert_eq!(place.exchange(file, b"old", b"new"), Ok(()));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    #[test]
    fn of_two_texts_written_at_the_last_moment_the_later_one_stays() {
        let dir = tempfile::tempdir().unwrap();
        let (path, aside) = (dir.path().join("f"), dir.path().join("aside"));
        // Saved before the places were changed, and after.
        fs::write(&aside, "of an editor").unwrap();
        fs::write(&path, "of an editor, too").unwrap();
        let place = Place::of(&path).unwrap();
        let given = place.give_back(&aside, b"new", MAX_RETURNS);
        assert_eq!(given, Err(FileProblem::Changed));
        assert_eq!(fs::read(&path).unwrap(), b"of an editor, too");
        assert!(!aside.exists());
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    #[test]
    fn what_cannot_be_given_back_is_kept_where_the_error_says() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, "old").unwrap();
        let place = Place::of(&path).unwrap();
        let aside = put_aside(place.prepare(b"of an editor").unwrap()).unwrap();
        // As if somebody else wrote each time.
        let given = place.give_back(&aside, b"new", 0);
        let Err(FileProblem::KeptAside { place }) = given else {
            panic!("{given:?}");
        };
        remove_abandoned(dir.path(), Duration::ZERO);
        assert_eq!(fs::read(place).unwrap(), b"of an editor");

        fs::remove_file(&path).unwrap();
        let place = Place {
            path,
            metadata: None,
        };
        let given = place.give_back(&aside, b"new", MAX_RETURNS);
        assert!(matches!(given, Err(FileProblem::KeptAside { .. })));
        assert!(aside.exists());
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
