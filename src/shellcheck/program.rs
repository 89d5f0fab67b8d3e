//! Finding the program, and asking for its version.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use super::process;

/// The first version that counts columns in characters and knows `--norc`.
const OLDEST: (u32, u32) = (0, 7);

/// A shellcheck that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// Its version, as it says.
    pub version: String,
}

/// Why a program cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgramError {
    /// There is no file.
    Missing(PathBuf),
    /// A directory, or something else that is no file.
    NoFile(PathBuf),
    /// It could not be asked for its version.
    Unusable(PathBuf, process::RunError),
    /// It says nothing that shellcheck says.
    OtherProgram(PathBuf),
    /// It is too old.
    TooOld(PathBuf, String),
}

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "there is no `{}`", path.display()),
            Self::NoFile(path) => {
                write!(f, "`{}` is not a file, expected a program", path.display())
            }
            Self::Unusable(path, error) => write!(f, "`{}` {error}", path.display()),
            Self::OtherProgram(path) => {
                write!(f, "`{}` does not answer like shellcheck", path.display())
            }
            Self::TooOld(path, version) => {
                write!(f, "`{}` is shellcheck {version}", path.display())
            }
        }
    }
}

impl std::error::Error for ProgramError {}

impl ProgramError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::TooOld(..) => "version 0.7.0 or newer is needed",
            _ => "give the path of shellcheck 0.7.0 or newer, `auto` or `never`",
        }
    }
}

impl Program {
    /// The program at an absolute path.
    ///
    /// # Errors
    /// When it cannot be run, is another program or too old.
    pub fn at(path: &Path) -> Result<Self, ProgramError> {
        if !path.is_file() {
            let path = path.to_owned();
            return Err(if path.exists() {
                ProgramError::NoFile(path)
            } else {
                ProgramError::Missing(path)
            });
        }
        let answer = process::version(path)
            .map_err(|error| ProgramError::Unusable(path.to_owned(), error))?;
        let version = version_in(&answer);
        let version = version.ok_or_else(|| ProgramError::OtherProgram(path.to_owned()))?;
        if numbers(version).is_none_or(|it| it < OLDEST) {
            let version = version.to_owned();
            return Err(ProgramError::TooOld(path.to_owned(), version));
        }
        Ok(Self {
            path: path.to_owned(),
            version: version.to_owned(),
        })
    }

    /// The first one in the directories of `PATH`; `None` where there is none.
    /// Relative directories are passed over: what lies in a repository must not run
    /// because somebody lints there.
    ///
    /// # Errors
    /// As [`Program::at`].
    pub fn on_path(path: Option<&OsStr>) -> Result<Option<Self>, ProgramError> {
        let name = format!("shellcheck{}", std::env::consts::EXE_SUFFIX);
        let mut candidates = std::env::split_paths(path.unwrap_or_default())
            .filter(|directory| directory.is_absolute())
            .map(|directory| directory.join(&name));
        let found = candidates.find(|candidate| is_executable(candidate));
        found.map(|path| Self::at(&path)).transpose()
    }
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = path.metadata();
    metadata.is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

/// The version in what `--version` prints.
fn version_in(answer: &str) -> Option<&str> {
    if !answer.starts_with("ShellCheck") {
        return None;
    }
    let mut lines = answer.lines();
    let version = lines.find_map(|line| line.strip_prefix("version:"))?.trim();
    (!version.is_empty()).then_some(version)
}

/// Its first two numbers.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('v').split('.');
    let mut number = || {
        let part = parts.next()?;
        let end = part.find(|c: char| !c.is_ascii_digit());
        part[..end.unwrap_or(part.len())].parse().ok()
    };
    Some((number()?, number()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        let answer = "ShellCheck - shell script analysis tool\nversion: 0.11.0\nlicense: x\n";
        assert_eq!(version_in(answer), Some("0.11.0"));
        assert_eq!(version_in("GNU bash, version: 5"), None);
        assert_eq!(version_in("ShellCheck\n"), None);
        for (version, expected) in [
            ("0.11.0", Some((0, 11))),
            ("v0.7.2-git", Some((0, 7))),
            ("0.6.0", Some((0, 6))),
            ("1.0", Some((1, 0))),
            ("new", None),
        ] {
            assert_eq!(numbers(version), expected, "{version}");
        }
    }

    #[test]
    fn nothing_is_found_on_an_empty_path() {
        assert_eq!(Program::on_path(None), Ok(None));
        assert_eq!(Program::on_path(Some(OsStr::new(".:bin"))), Ok(None));
    }
}
