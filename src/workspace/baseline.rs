//! Findings that are accepted for now, so that a gate can be switched on in an
//! old repository.
//!
//! The file names no line and no text of the checked files, so it changes only
//! when findings appear or go:
//!
//! ```json
//! {
//!   "version": 1,
//!   "entries": [
//!     {
//!       "path": "codemagic.yaml",
//!       "rule": "asc-auth-missing",
//!       "fingerprint": "0123456789abcdef0123456789abcdef",
//!       "message": "for people; never compared"
//!     }
//!   ]
//! }
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::finding::Finding;

use super::comparison::Comparison;
use super::file_error::{FileError, FileProblem};
use super::paths;
use super::read::read_file;
use super::write::write_atomically;

/// The version that is written, and the only one that is read.
const VERSION: u64 = 1;

/// A baseline file.
#[derive(Clone, Debug)]
pub struct Baseline {
    path: PathBuf,
    name: String,
    pub(super) entries: BTreeMap<Key, String>,
}

/// One accepted finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BaselineEntry {
    /// The checked file, relative to the baseline's directory, with `/`.
    pub path: String,
    /// The rule's id.
    pub rule: String,
    /// The finding's fingerprint.
    pub fingerprint: String,
    /// What the finding said, for people; never compared.
    pub message: String,
}

/// Path, rule and fingerprint: what makes two findings the same, in the order in
/// which they are written.
pub(super) type Key = (String, String, String);

#[derive(Serialize, Deserialize)]
struct Document {
    version: u64,
    entries: Vec<BaselineEntry>,
}

/// Only the version, so that a newer file can say that it is newer.
#[derive(Deserialize)]
struct Header {
    version: u64,
}

/// Why a baseline cannot be used. Leads to exit code 2.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BaselineError {
    /// The file cannot be read or written.
    File(FileError),
    /// It is not a baseline.
    Invalid {
        /// What reports call the file.
        name: String,
        /// Where, counted from 1; columns in bytes.
        line: usize,
        /// See `line`.
        column: usize,
    },
    /// A newer release wrote it.
    Version {
        /// What reports call the file.
        name: String,
        /// The version found there.
        version: u64,
    },
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Invalid { name, line, column } => write!(
                f,
                "`{name}` is not a baseline: line {line}, column {column} is not what \
                 `--write-baseline` writes"
            ),
            Self::Version { name, version } => write!(
                f,
                "`{name}` is a baseline of version {version}, expected version {VERSION}"
            ),
        }
    }
}

impl std::error::Error for BaselineError {}

impl BaselineError {
    /// What to do about it, where there is something to say.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::File(FileError {
                reason: FileProblem::Missing,
                ..
            }) => Some("`--write-baseline` makes it"),
            Self::File(error) => error.help(),
            Self::Invalid { .. } => Some("delete the file and write it anew"),
            Self::Version { .. } => Some("use the release that wrote it, or write it anew"),
        }
    }
}

impl Baseline {
    /// An empty baseline that is to be written to `path`, seen from the absolute
    /// directory `cwd`.
    pub fn new(cwd: &Path, path: &Path) -> Self {
        Self {
            path: paths::absolute(cwd, path),
            name: paths::display_name(cwd, path),
            entries: BTreeMap::new(),
        }
    }

    /// Reads the baseline at `path`, seen from the absolute directory `cwd`.
    ///
    /// # Errors
    /// When the file cannot be read or is not a baseline of this version.
    pub fn read(cwd: &Path, path: &Path) -> Result<Self, BaselineError> {
        let mut baseline = Self::new(cwd, path);
        let bytes = read_file(&baseline.path, &baseline.name).map_err(BaselineError::File)?;
        let entries = parse(&baseline.name, &bytes)?;
        for entry in entries {
            baseline.insert(entry);
        }
        Ok(baseline)
    }

    /// Reads the baseline at `path`, or starts an empty one where there is none.
    ///
    /// # Errors
    /// As [`Baseline::read`], except for a file that does not exist.
    pub fn read_or_new(cwd: &Path, path: &Path) -> Result<Self, BaselineError> {
        match Self::read(cwd, path) {
            Err(BaselineError::File(FileError {
                reason: FileProblem::Missing,
                ..
            })) => Ok(Self::new(cwd, path)),
            other => other,
        }
    }

    /// Accepts these findings of the file at the absolute path, and no others of
    /// that file.
    pub fn accept<'a>(&mut self, file: &Path, findings: impl IntoIterator<Item = &'a Finding>) {
        let path = self.path_of(file);
        self.entries.retain(|(other, ..), _| *other != path);
        for finding in findings {
            self.insert(BaselineEntry {
                path: path.clone(),
                rule: finding.rule.to_string(),
                fingerprint: finding.fingerprint.clone(),
                message: finding.message.clone(),
            });
        }
    }

    /// Accepts these findings no more.
    pub fn remove(&mut self, entries: &[BaselineEntry]) {
        for BaselineEntry {
            path,
            rule,
            fingerprint,
            ..
        } in entries
        {
            let key = (path.clone(), rule.clone(), fingerprint.clone());
            self.entries.remove(&key);
        }
    }

    /// Forgets files that no longer exist.
    pub fn forget_missing_files(&mut self) {
        let directory = self.directory().to_path_buf();
        self.entries
            .retain(|(path, ..), _| paths::absolute(&directory, path.as_ref()).exists());
    }

    /// Writes the baseline to its file, whole or not at all. The same findings
    /// always give the same bytes.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self) -> Result<(), BaselineError> {
        let bytes = self.text().into_bytes();
        write_atomically(&self.path, &self.name, &bytes).map_err(BaselineError::File)
    }

    /// How many findings are accepted.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no finding is accepted.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Begins to compare the findings of a run.
    pub fn compare(&self) -> Comparison<'_> {
        Comparison::new(self)
    }

    fn text(&self) -> String {
        let entries = self.entries.iter().map(entry).collect();
        let version = VERSION;
        let document = Document { version, entries };
        // Strings and numbers alone: nothing in it can fail to be written.
        let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
        text.push('\n');
        text
    }

    fn insert(&mut self, entry: BaselineEntry) {
        let key = (entry.path, entry.rule, entry.fingerprint);
        self.entries.insert(key, entry.message);
    }

    pub(super) fn directory(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    pub(super) fn path_of(&self, file: &Path) -> String {
        let file = paths::absolute(self.directory(), file);
        paths::relative(&file, self.directory()).unwrap_or_else(|| paths::slashed(&file))
    }
}

pub(super) fn entry(((path, rule, fingerprint), message): (&Key, &String)) -> BaselineEntry {
    BaselineEntry {
        path: path.clone(),
        rule: rule.clone(),
        fingerprint: fingerprint.clone(),
        message: message.clone(),
    }
}

fn parse(name: &str, bytes: &[u8]) -> Result<Vec<BaselineEntry>, BaselineError> {
    let invalid = |error: serde_json::Error| BaselineError::Invalid {
        name: name.to_owned(),
        line: error.line(),
        column: error.column().max(1),
    };
    let header: Header = serde_json::from_slice(bytes).map_err(invalid)?;
    if header.version != VERSION {
        return Err(BaselineError::Version {
            name: name.to_owned(),
            version: header.version,
        });
    }
    let document: Document = serde_json::from_slice(bytes).map_err(invalid)?;
    Ok(document.entries)
}

#[cfg(test)]
pub(super) mod tests {
    use std::borrow::Cow;
    use std::fs;

    use crate::finding::{Category, Severity};
    use crate::syntax::Span;

    use super::*;

    pub(in super::super) fn finding(rule: &'static str, fingerprint: &str) -> Finding {
        Finding {
            rule: Cow::Borrowed(rule),
            category: Category::Style,
            severity: Severity::Hint,
            message: format!("about {rule}"),
            help: None,
            url: String::new(),
            path: String::new(),
            span: Span::default(),
            related: Vec::new(),
            fix: None,
            fingerprint: fingerprint.to_owned(),
        }
    }

    pub(in super::super) fn sample(cwd: &Path) -> Baseline {
        let mut baseline = Baseline::new(cwd, Path::new("ci/baseline.json"));
        let findings = [finding("b", "2"), finding("a", "9"), finding("b", "1")];
        baseline.accept(&cwd.join("codemagic.yaml"), &findings);
        baseline.accept(&cwd.join("ci/x/codemagic.yaml"), &[finding("a", "3")]);
        baseline
    }

    #[test]
    fn the_file_is_sorted_and_relative_to_its_directory() {
        let text = sample(Path::new("/r")).text();
        let expected = r#"{
  "version": 1,
  "entries": [
    {
      "path": "../codemagic.yaml",
      "rule": "a",
      "fingerprint": "9",
      "message": "about a"
    },
    {
      "path": "../codemagic.yaml",
      "rule": "b",
      "fingerprint": "1",
      "message": "about b"
    },
    {
      "path": "../codemagic.yaml",
      "rule": "b",
      "fingerprint": "2",
      "message": "about b"
    },
    {
      "path": "x/codemagic.yaml",
      "rule": "a",
      "fingerprint": "3",
      "message": "about a"
    }
  ]
}
"#;
        assert_eq!(text, expected);
        assert_eq!(
            Baseline::new(Path::new("/r"), Path::new("b"))
                .text()
                .lines()
                .count(),
            4
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("ci")).unwrap();
        let written = sample(dir.path());
        written.write().unwrap();
        let read = Baseline::read(dir.path(), Path::new("ci/baseline.json")).unwrap();
        assert_eq!(read.entries, written.entries);
        assert_eq!(read.len(), 4);
        assert!(!read.is_empty());
    }

    #[test]
    fn accepting_anew_replaces_the_file_and_forgets_missing_ones() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("codemagic.yaml");
        fs::write(&file, "").unwrap();
        let mut baseline = sample(dir.path());
        baseline.accept(&file, &[finding("b", "1")]);
        assert_eq!(baseline.len(), 2);
        baseline.forget_missing_files();
        assert_eq!(baseline.len(), 1);
    }

    #[test]
    fn what_is_no_baseline_says_where() {
        let error = |text: &str| parse("b.json", text.as_bytes()).unwrap_err().to_string();
        let invalid = |line: usize, column: usize| {
            format!(
                "`b.json` is not a baseline: line {line}, column {column} is not what \
                 `--write-baseline` writes"
            )
        };
        assert_eq!(error(""), invalid(1, 1));
        assert_eq!(error("{\n<<<<<<< HEAD\n"), invalid(2, 1));
        assert_eq!(error("{\"version\": \"1\"}"), invalid(1, 15));
        assert_eq!(error("{\"version\": 1}"), invalid(1, 14));
        assert_eq!(
            error("{\"version\": 2, \"entries\": {}}"),
            "`b.json` is a baseline of version 2, expected version 1"
        );
    }

    #[test]
    fn a_missing_baseline_is_an_error_unless_it_is_to_be_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = Path::new("none.json");
        let error = Baseline::read(dir.path(), path).unwrap_err();
        assert_eq!(error.to_string(), "`none.json` does not exist");
        assert_eq!(error.help(), Some("`--write-baseline` makes it"));
        assert!(Baseline::read_or_new(dir.path(), path).unwrap().is_empty());
        fs::write(dir.path().join(path), "[]").unwrap();
        assert!(Baseline::read_or_new(dir.path(), path).is_err());
    }
}
