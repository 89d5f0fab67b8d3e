//! One run of the program.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::rules::shell_lint::{Dialect, Remark};

use super::program::Program;
use super::{answer, arguments};

/// Longest run of one process unless said otherwise. A hundred long scripts take a
/// second.
pub(super) const TIMEOUT: Duration = Duration::from_secs(30);

/// Longest that a program may think about its version.
const VERSION_TIMEOUT: Duration = Duration::from_secs(10);

/// Most that is read of an answer, in bytes; a finding takes 200.
const LONGEST_ANSWER: u64 = 64 * 1024 * 1024;

/// Why a run gave nothing, to follow the program's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunError {
    /// It could not be started.
    Io(io::ErrorKind),
    /// The scripts could not be written to a temporary directory.
    Directory(io::ErrorKind),
    /// It did not end, and was ended.
    TimedOut,
    /// It printed without end, and was ended.
    TooMuch,
    /// It ended by a signal or with a code that means failure.
    Failed(String),
    /// What it printed is not what was asked for.
    Garbage,
}

impl RunError {
    /// Whether the next run would likely end so, and not for less.
    pub(super) fn is_lasting(&self) -> bool {
        !matches!(self, Self::Failed(_) | Self::Garbage)
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(kind) => write!(f, "could not be run: {kind}"),
            Self::Directory(kind) => write!(
                f,
                "cannot be shown scripts: the temporary directory cannot be used: {kind}"
            ),
            Self::TimedOut => f.write_str("did not answer in time"),
            Self::TooMuch => f.write_str("answered without end"),
            Self::Failed(status) => write!(f, "failed: {status}"),
            Self::Garbage => f.write_str("gave an answer that cannot be read"),
        }
    }
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// What the program says about each of the scripts of one shell.
///
/// # Errors
/// When there is no answer to all of them.
pub(super) fn run(
    program: &Program,
    dialect: Dialect,
    scripts: &[&str],
    timeout: Duration,
) -> Result<Vec<Vec<Remark>>, RunError> {
    let directory = directory()?;
    let mut command = command(&program.path, &directory)?;
    command.args(arguments(dialect)).arg("--");
    // No script can name another one, which would be read as part of it.
    let ending = directory.path().file_name().unwrap_or_default();
    let name = |index: usize| format!("{index}{}", ending.to_string_lossy());
    let names: Vec<String> = (0..scripts.len()).map(name).collect();
    for (name, script) in names.iter().zip(scripts) {
        let written = std::fs::write(directory.path().join(name), script);
        written.map_err(|error| RunError::Directory(error.kind()))?;
        command.arg(name);
    }
    let (status, printed) = finish(command, timeout)?;
    // 0: nothing found, 1: something found, others: not all could be done.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(RunError::Failed(status.to_string()));
    }
    answer::read(&printed, scripts, &names).ok_or(RunError::Garbage)
}

/// What the program prints about its version.
///
/// # Errors
/// When it cannot be run.
pub(super) fn version(path: &Path) -> Result<String, RunError> {
    let directory = directory()?;
    let mut command = command(path, &directory)?;
    command.arg("--version");
    let (status, printed) = finish(command, VERSION_TIMEOUT)?;
    if !status.success() {
        return Err(RunError::Failed(status.to_string()));
    }
    Ok(String::from_utf8_lossy(&printed).into_owned())
}

/// A directory of a name that nobody can guess.
fn directory() -> Result<TempDir, RunError> {
    let made = tempfile::Builder::new().rand_bytes(16).tempdir();
    made.map_err(|error| RunError::Directory(error.kind()))
}

/// The program in a directory of its own, where nothing outside decides what it
/// says.
fn command(path: &Path, directory: &TempDir) -> io::Result<Command> {
    let mut command = Command::new(path);
    command
        .current_dir(directory.path().canonicalize()?)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .env_remove("SHELLCHECK_OPTS")
        // Options of the system that the program is written in.
        .env_remove("GHCRTS")
        // The encoding of its output.
        .env("LC_ALL", "C.UTF-8");
    Ok(command)
}

/// Runs it to its end, and gives what it printed. That goes to a file: no pipe can
/// fill up or break.
fn finish(mut command: Command, timeout: Duration) -> Result<(ExitStatus, Vec<u8>), RunError> {
    let output = tempfile::tempfile();
    let mut output = output.map_err(|error| RunError::Directory(error.kind()))?;
    let mut child = command.stdout(output.try_clone()?).spawn()?;
    let begin = Instant::now();
    let mut pause = Duration::from_millis(1);
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) => {}
            Err(error) => break Err(error.into()),
        }
        if begin.elapsed() > timeout {
            break Err(RunError::TimedOut);
        }
        if is_too_long(&output) {
            break Err(RunError::TooMuch);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    };
    if ended.is_err() {
        // It may have ended by itself meanwhile.
        let _ = child.kill();
        let _ = child.wait();
    }
    let status = ended?;
    if is_too_long(&output) {
        return Err(RunError::TooMuch);
    }
    let mut printed = Vec::new();
    output.rewind()?;
    output.take(LONGEST_ANSWER).read_to_end(&mut printed)?;
    Ok((status, printed))
}

fn is_too_long(output: &File) -> bool {
    output.metadata().is_ok_and(|it| it.len() > LONGEST_ANSWER)
}
