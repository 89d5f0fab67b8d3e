//! Files that stand beside one that is written, and what killed runs leave of them.
//!
//! One that is filled is called a temporary file, and holds a text of ours or a part of
//! one: nobody misses it. Before it changes places with the file that it replaces it is
//! put aside, under another name, since from then on it may hold what somebody else has
//! written. So what the name says is right at any moment, and what was put aside is
//! removed only by whoever has compared it.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::{NamedTempFile, PersistError};

/// How the names begin; chance says what follows, so many letters and digits.
const PREFIX: &str = ".codemagic-lint-";
const RANDOM: usize = 6;

/// How the name of a temporary file ends.
const TEMPORARY: &str = ".tmp";

/// How the name of a file ends that was put aside.
const ASIDE: &str = ".kept";

/// After this long a temporary file is that of a run that was killed: none takes nearly
/// as long.
pub(super) const ABANDONED: Duration = Duration::from_hours(1);

/// For so long, at most, a run that is under way leaves a file aside.
const SETTLED: Duration = Duration::from_secs(1);

/// A temporary file with the permissions of any new file, not of a private one.
///
/// # Errors
/// When the system refuses.
pub(super) fn new_file(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(TEMPORARY).rand_bytes(RANDOM);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}

/// Puts a temporary file aside, and tells where. From then on nothing removes it on its
/// own.
///
/// # Errors
/// When the system refuses, or another file was put aside under the same name. The
/// temporary file is then removed.
pub(super) fn put_aside(file: NamedTempFile) -> io::Result<PathBuf> {
    put_aside_by(file, |file, aside| file.persist_noclobber(aside))
}

/// The same, given what lets a file take a name that no other has.
fn put_aside_by(
    file: NamedTempFile,
    take_new: impl FnOnce(NamedTempFile, &Path) -> Result<fs::File, PersistError>,
) -> io::Result<PathBuf> {
    let aside = file.path().with_extension(&ASIDE[1..]);
    let Err(refused) = take_new(file, &aside) else {
        return Ok(aside);
    };
    // Not every file system can promise that no other file has the name, which is one that
    // chance has made.
    if refused.error.kind() == io::ErrorKind::AlreadyExists || aside.symlink_metadata().is_ok() {
        return Err(refused.error);
    }
    refused.file.persist(&aside)?;
    Ok(aside)
}

/// Removes the temporary files that killed runs left in the directories of these files,
/// which need not exist, if they have lain there for an hour: younger ones may be those
/// of a run that is under way. Whatever fails is left for the next time.
///
/// Returns what killed runs had put aside there. It may be what an editor saved, and is
/// left alone. Waits up to a second where a run that is under way may have put it there.
pub fn clear_leftovers<'a>(files: impl IntoIterator<Item = &'a Path>) -> Vec<PathBuf> {
    let directory = |file| super::write::target(file).parent().map(Path::to_path_buf);
    let directories: BTreeSet<PathBuf> = files.into_iter().filter_map(directory).collect();
    let look = |directory: &PathBuf| remove_abandoned(directory, ABANDONED);
    let mut aside: Vec<PathBuf> = directories.iter().flat_map(look).collect();
    let is_young = |path: &PathBuf| {
        let metadata = fs::symlink_metadata(path).ok();
        metadata.is_some_and(|it| last_touched(&it).is_some_and(|since| since < SETTLED))
    };
    if aside.iter().any(is_young) {
        std::thread::sleep(SETTLED);
    }
    aside.retain(|path| fs::symlink_metadata(path).is_ok());
    aside.sort();
    aside
}

/// Removes the temporary files in a directory that have lain there for so long. Returns
/// what was put aside.
pub(super) fn remove_abandoned(directory: &Path, age: Duration) -> Vec<PathBuf> {
    let mut aside = Vec::new();
    let Ok(entries) = fs::read_dir(directory) else {
        return aside;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let file = || entry.metadata().ok().filter(fs::Metadata::is_file);
        let is_abandoned = || {
            let since = file().and_then(|it| last_touched(&it));
            since.is_some_and(|since| since >= age)
        };
        if is_ours(&name, ASIDE) && file().is_some() {
            aside.push(entry.path());
        } else if is_ours(&name, TEMPORARY) && is_abandoned() {
            let _ = fs::remove_file(entry.path());
        }
    }
    aside
}

/// Whether this is what a file of ours is called that ends so.
fn is_ours(name: &OsStr, end: &str) -> bool {
    let name = name.to_str();
    let random = name.and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(end));
    random.is_some_and(|it| it.len() == RANDOM && it.chars().all(char::is_alphanumeric))
}

/// How long ago a file got its text, its name or its rights. Its text alone may be older
/// than the name. `None` where no clock tells.
fn last_touched(metadata: &fs::Metadata) -> Option<Duration> {
    let written = metadata.modified().ok()?;
    #[cfg(unix)]
    let written = {
        use std::os::unix::fs::MetadataExt;
        let seconds = u64::try_from(metadata.ctime()).ok()?;
        let nanos = u32::try_from(metadata.ctime_nsec()).ok()?;
        written.max(SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos))
    };
    SystemTime::now().duration_since(written).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<std::ffi::OsString> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_killed_runs_left_is_removed_when_it_is_old() {
        let dir = tempfile::tempdir().unwrap();
        // Others, of which ours must not be taken for one.
        let others = [
            ".codemagic-lint-aB3dE.tmp",
            ".codemagic-lint-aB3dE.kept",
            ".codemagic-lint-aB3dE6.tmp.txt",
            ".codemagic-lint-aB3dE6",
            ".codemagic-lint-my-own-notes.tmp",
            "aB3dE6.tmp",
        ];
        for name in [".codemagic-lint-folder.tmp", ".codemagic-lint-aB3dE6.kept"] {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        for name in others {
            fs::write(dir.path().join(name), "").unwrap();
        }
        let before = names(dir.path());
        let ours = new_file(dir.path()).unwrap().keep().unwrap().1;
        let none: [PathBuf; 0] = [];
        assert_eq!(remove_abandoned(dir.path(), ABANDONED), none);
        assert!(ours.exists(), "it may be that of a run that is under way");
        assert_eq!(remove_abandoned(dir.path(), Duration::ZERO), none);
        assert_eq!(names(dir.path()), before);
    }

    #[test]
    fn what_was_put_aside_is_told_of_and_never_removed() {
        let dir = tempfile::tempdir().unwrap();
        let file = new_file(dir.path()).unwrap();
        let aside = put_aside(file).unwrap();
        assert_eq!(remove_abandoned(dir.path(), Duration::ZERO), [&*aside]);
        let files = ["one.yaml", "two.yaml"].map(|name| dir.path().join(name));
        let directory = fs::canonicalize(dir.path()).unwrap();
        let told = clear_leftovers(files.iter().map(PathBuf::as_path));
        assert_eq!(told.len(), 1, "one directory: {told:?}");
        assert_eq!(
            fs::canonicalize(&told[0]).unwrap(),
            directory.join(aside.file_name().unwrap())
        );
        assert!(aside.exists());
    }

    #[test]
    fn a_file_system_that_cannot_tell_new_names_is_no_obstacle() {
        let dir = tempfile::tempdir().unwrap();
        let refuse = |file, _: &Path| {
            let error = io::ErrorKind::Unsupported.into();
            Err(PersistError { error, file })
        };
        let aside = put_aside_by(new_file(dir.path()).unwrap(), refuse).unwrap();
        assert_eq!(names(dir.path()), [aside.file_name().unwrap()]);

        let file = new_file(dir.path()).unwrap();
        fs::write(file.path().with_extension("kept"), "of an editor").unwrap();
        assert!(put_aside_by(file, refuse).is_err());
    }

    #[test]
    fn nothing_is_put_aside_over_something_else() {
        let dir = tempfile::tempdir().unwrap();
        let file = new_file(dir.path()).unwrap();
        let aside = file.path().with_extension("kept");
        fs::write(&aside, "of an editor").unwrap();
        assert!(put_aside(file).is_err());
        assert_eq!(fs::read(&aside).unwrap(), b"of an editor");
        assert_eq!(names(dir.path()).len(), 1);
    }
}
