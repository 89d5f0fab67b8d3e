//! Why a file could not be used, in our own words.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file that cannot be read or written. Leads to exit code 2.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileError {
    /// What reports call the file.
    pub name: String,
    /// What is the matter.
    pub reason: FileProblem,
}

/// What is the matter with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileProblem {
    /// There is nothing of that name.
    Missing,
    /// A symbolic link that leads to something that does not exist.
    BrokenLink {
        /// What the link says, as it is written there.
        target: String,
    },
    /// A symbolic link that leads back to itself.
    LinkLoop,
    /// A file outside the repository to which something inside leads: what a repository
    /// says must not bring to light what is on the machine of those who check it.
    LeadsOut,
    /// A directory stands where a file is expected.
    Directory,
    /// A directory below more of them than are searched.
    TooDeep {
        /// The most that are searched.
        limit: usize,
    },
    /// A part of the path that should be a directory is a file.
    NotADirectory,
    /// A pipe, a socket or a device: reading one may never end.
    Special {
        /// What it is: "a pipe".
        kind: &'static str,
    },
    /// More bytes than anyone writes by hand.
    TooLarge {
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// Text, but not UTF-8.
    Encoding {
        /// What it is: "UTF-16".
        found: &'static str,
    },
    /// The file may not be read.
    ReadDenied,
    /// The file, or the directory that is to hold it, may not be written.
    WriteDenied,
    /// The directory that is to hold the file does not exist.
    NoDirectory,
    /// Somebody else has written the file since it was read.
    Changed,
    /// Others have written the file again and again while it was written.
    KeptAside {
        /// The file that holds one of their texts, absolute.
        place: String,
    },
    /// There is no room for what is to be written.
    NoRoom {
        /// What is exhausted: "the disk is full".
        why: &'static str,
    },
    /// The file belongs to another user or group, which a new file could not be given.
    OtherOwner,
    /// Anything else, as the system calls it.
    Other(io::ErrorKind),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.reason {
            FileProblem::Missing => write!(f, "`{name}` does not exist"),
            FileProblem::BrokenLink { target } => write!(
                f,
                "`{name}` is a broken symbolic link: `{target}` does not exist"
            ),
            FileProblem::LinkLoop => {
                write!(f, "`{name}` is a symbolic link that leads back to itself")
            }
            FileProblem::LeadsOut => {
                write!(f, "`{name}` leads out of the repository, not read")
            }
            FileProblem::TooDeep { limit } => write!(
                f,
                "`{name}` lies deeper than the {limit} directories that are searched, not searched"
            ),
            FileProblem::Directory => write!(f, "`{name}` is a directory, expected a file"),
            FileProblem::NotADirectory => write!(
                f,
                "`{name}` does not exist: a part of its path is a file, not a directory"
            ),
            FileProblem::Special { kind } => write!(f, "`{name}` is {kind}, expected a file"),
            FileProblem::TooLarge { limit } => write!(
                f,
                "`{name}` is larger than {} MiB, expected a file written by people",
                limit >> 20
            ),
            FileProblem::Encoding { found } => {
                write!(f, "`{name}` is {found} text, expected UTF-8")
            }
            FileProblem::ReadDenied => write!(f, "`{name}` cannot be read: permission denied"),
            FileProblem::WriteDenied => write!(f, "`{name}` cannot be written: permission denied"),
            FileProblem::NoRoom { why } => write!(f, "`{name}` cannot be written: {why}"),
            FileProblem::NoDirectory => {
                write!(
                    f,
                    "`{name}` cannot be written: its directory does not exist"
                )
            }
            FileProblem::Changed => {
                write!(f, "`{name}` was changed by another program, not written")
            }
            FileProblem::KeptAside { place } => write!(
                f,
                "`{name}` was changed by others again and again, not written; a text of theirs is in `{place}`"
            ),
            FileProblem::OtherOwner => write!(
                f,
                "`{name}` belongs to another user or group and would not any more, not written"
            ),
            FileProblem::Other(kind) => write!(f, "`{name}` cannot be used: {kind}"),
        }
    }
}

impl std::error::Error for FileError {}

impl FileError {
    /// An error about the file that reports call `name`.
    pub fn new(name: impl Into<String>, reason: FileProblem) -> Self {
        let name = name.into();
        Self { name, reason }
    }

    /// What to do about it, where there is more to say than the message does.
    pub fn help(&self) -> Option<&'static str> {
        match self.reason {
            FileProblem::Special { .. } => Some("pipe the text in and name the file `-`"),
            FileProblem::Encoding { .. } => {
                Some("save the file as UTF-8; PowerShell's `>` and some editors write UTF-16")
            }
            FileProblem::LeadsOut => Some("name it on the command line if it is meant"),
            FileProblem::Changed => Some("run the program again"),
            FileProblem::KeptAside { .. } => {
                Some("take from there what is missing, remove it, and run the program again")
            }
            FileProblem::ReadDenied => Some("check the permissions of the file and its directory"),
            _ => None,
        }
    }
}

/// Why reading `path` failed with `error`.
pub(super) fn read_problem(path: &Path, error: &io::Error) -> FileProblem {
    if let Some(problem) = link_problem(path) {
        return problem;
    }
    match error.kind() {
        io::ErrorKind::PermissionDenied => FileProblem::ReadDenied,
        kind => common_problem(kind),
    }
}

/// Why writing a file failed with `error`.
pub(super) fn write_problem(error: &io::Error) -> FileProblem {
    match error.kind() {
        io::ErrorKind::NotFound => FileProblem::NoDirectory,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            FileProblem::WriteDenied
        }
        io::ErrorKind::StorageFull => FileProblem::NoRoom {
            why: "the disk is full",
        },
        io::ErrorKind::QuotaExceeded => FileProblem::NoRoom {
            why: "the user's share of the disk is used up",
        },
        io::ErrorKind::FileTooLarge => FileProblem::NoRoom {
            why: "the file would be larger than the system allows",
        },
        kind => common_problem(kind),
    }
}

fn common_problem(kind: io::ErrorKind) -> FileProblem {
    match kind {
        io::ErrorKind::NotFound => FileProblem::Missing,
        io::ErrorKind::NotADirectory => FileProblem::NotADirectory,
        io::ErrorKind::IsADirectory => FileProblem::Directory,
        kind => FileProblem::Other(kind),
    }
}

/// What is wrong with `path` being a symbolic link; `None` when it is none, or
/// leads to something.
///
/// Links are followed by hand because the system's error for a loop has no
/// portable name.
pub(super) fn link_problem(path: &Path) -> Option<FileProblem> {
    let target = fs::read_link(path).ok()?;
    let mut seen: Vec<PathBuf> = vec![path.to_path_buf()];
    let mut place = follow(path, &target);
    loop {
        if seen.contains(&place) {
            return Some(FileProblem::LinkLoop);
        }
        match fs::read_link(&place) {
            Ok(next) => {
                let further = follow(&place, &next);
                seen.push(std::mem::replace(&mut place, further));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let target = super::paths::slashed(&target);
                return Some(FileProblem::BrokenLink { target });
            }
            Err(_) => return None,
        }
    }
}

fn follow(link: &Path, target: &Path) -> PathBuf {
    let directory = link.parent().unwrap_or(Path::new(""));
    super::paths::absolute(directory, target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_reads_as_a_sentence() {
        let text = |reason| FileError::new("a.yaml", reason).to_string();
        assert_eq!(text(FileProblem::Missing), "`a.yaml` does not exist");
        assert_eq!(
            text(FileProblem::TooLarge { limit: 64 << 20 }),
            "`a.yaml` is larger than 64 MiB, expected a file written by people"
        );
        assert_eq!(
            text(FileProblem::Other(io::ErrorKind::TimedOut)),
            "`a.yaml` cannot be used: timed out"
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_told_apart() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        symlink("nowhere", at("broken")).unwrap();
        symlink("b", at("a")).unwrap();
        symlink("a", at("b")).unwrap();
        symlink("a", at("into-the-loop")).unwrap();
        fs::write(at("file"), "").unwrap();
        symlink("file", at("good")).unwrap();

        let broken = FileProblem::BrokenLink {
            target: "nowhere".to_owned(),
        };
        assert_eq!(link_problem(&at("broken")), Some(broken));
        assert_eq!(link_problem(&at("a")), Some(FileProblem::LinkLoop));
        assert_eq!(
            link_problem(&at("into-the-loop")),
            Some(FileProblem::LinkLoop)
        );
        assert_eq!(link_problem(&at("good")), None);
        assert_eq!(link_problem(&at("file")), None);
    }
}
