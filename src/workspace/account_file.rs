//! Account files of the mock App Store Connect.

use std::fmt;
use std::path::Path;

use crate::mock_server::account::Account;
use crate::mock_server::account::file::AccountProblem;
use crate::syntax::SourceFile;

use super::file_error::FileError;
use super::read::read_at_most;

/// The largest account file that is read, in bytes.
const MAX_ACCOUNT_SIZE: u64 = 1 << 20;

/// An account file that cannot be used.
#[derive(Clone, Debug)]
pub struct InvalidAccount {
    /// Its text, for excerpts.
    pub source: SourceFile,
    /// All that is wrong with it, in the order of the text.
    pub problems: Vec<AccountProblem>,
}

impl InvalidAccount {
    /// Where a problem is: `name:line:column`.
    pub fn place(&self, problem: &AccountProblem) -> String {
        let position = self.source.position(problem.span.start());
        let (line, column) = (position.line, position.column);
        format!("{}:{line}:{column}", self.source.name())
    }
}

/// Why there is no account. Leads to exit code 2.
#[derive(Clone, Debug)]
pub enum AccountError {
    /// The file cannot be read.
    Unreadable(FileError),
    /// It has mistakes in it.
    Invalid(InvalidAccount),
}

impl fmt::Display for AccountError {
    /// One line for each problem: `name:line:column: message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Invalid(file) => {
                for (index, problem) in file.problems.iter().enumerate() {
                    let newline = if index == 0 { "" } else { "\n" };
                    write!(f, "{newline}{}: {}", file.place(problem), problem.message)?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for AccountError {}

/// Reads the account file at `path`, which is named in errors as it is given.
///
/// # Errors
/// When it cannot be read or holds more than 1 MiB, and when anything is wrong with
/// it: then with all that is.
pub fn load(path: &Path) -> Result<Account, AccountError> {
    let name = path.display().to_string();
    let bytes = read_at_most(path, &name, MAX_ACCOUNT_SIZE).map_err(AccountError::Unreadable)?;
    let source = SourceFile::from_bytes(name, bytes);
    let (account, problems) = Account::read(&source);
    if problems.is_empty() {
        return Ok(account);
    }
    Err(AccountError::Invalid(InvalidAccount { source, problems }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("account.yaml");
        std::fs::write(
            &path,
            "apps:\n  - bundle_id: io.example.app\n    bulids: []\nkey: 1\n",
        )
        .unwrap();
        let error = load(&path).unwrap_err().to_string();
        let lines: Vec<&str> = error.lines().collect();
        assert_eq!(lines.len(), 2, "{error}");
        assert!(
            lines[0].ends_with("account.yaml:3:5: unknown key `bulids`; did you mean `builds`?")
        );
        assert!(lines[1].contains("account.yaml:4:6: `key` must be a mapping"));
    }

    #[test]
    fn what_cannot_be_read_is_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let error = load(&dir.path().join("none.yaml")).unwrap_err();
        assert!(error.to_string().ends_with("none.yaml` does not exist"));
        let path = dir.path().join("large.yaml");
        std::fs::write(&path, "#".repeat((1 << 20) + 1)).unwrap();
        let error = load(&path).unwrap_err().to_string();
        assert!(error.contains("is larger than 1 MiB"), "{error}");
        std::fs::write(&path, "").unwrap();
        assert!(load(&path).unwrap().apps.is_none());
    }
}
