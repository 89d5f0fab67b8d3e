//! The program, run in a directory of its own.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

/// Longer than anything takes on the slowest machine: what takes longer hangs.
const TIMEOUT: Duration = Duration::from_mins(5);

/// One finding of `unknown-key`.
pub const BAD: &str =
    "workflows:\n  a:\n    name: A\n    instance_typ: linux_x2\n    scripts:\n      - ls\n";

/// No finding at all.
pub const GOOD: &str =
    "workflows:\n  a:\n    name: A\n    instance_type: linux_x2\n    scripts:\n      - ls\n";

/// A temporary repository.
pub struct Project {
    directory: tempfile::TempDir,
}

impl Project {
    /// A repository with these files; a name that ends in `/` is a directory.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        project.write(".git/", "");
        for (name, content) in files {
            project.write(name, content);
        }
        project
    }

    /// Writes a file, and the directories above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        if name.ends_with('/') {
            fs::create_dir_all(path).unwrap();
            return;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        super::read(self.path(name))
    }

    /// A file's absolute path.
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// The repository.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Runs the program in the repository.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Runs the program with something on its standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> Run {
        Run::of(self.command(arguments).write_stdin(input))
    }

    /// The program, not yet run. Nothing around the tests decides on colours.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::from_std(program(self.directory.path()));
        command.args(arguments);
        command
    }
}

/// The program in a directory, as the standard library runs it.
pub fn program(directory: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_codemagic-lint"));
    command.current_dir(directory);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "CI"] {
        command.env_remove(variable);
    }
    // What happens to be installed changes nothing: tests name their shellcheck.
    command.env("PATH", "");
    command
}

/// Runs the program where there is nothing to check.
pub fn run(arguments: &[&str]) -> Run {
    Project::new(&[]).run(arguments)
}

/// How the program ended.
#[derive(Debug)]
pub struct Run {
    /// `None` when it was ended by a signal or for taking too long.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Run {
    /// Runs a command, which must not panic and not hang.
    pub fn of(command: &mut assert_cmd::Command) -> Self {
        let output = command.timeout(TIMEOUT).output().unwrap();
        let text =
            |bytes| String::from_utf8(bytes).unwrap_or_else(|_| panic!("only UTF-8 is printed"));
        let run = Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        };
        assert!(!run.stderr.contains("panicked"), "{run:?}");
        assert!(run.code.is_some(), "ended by {}: {run:?}", output.status);
        run
    }

    /// The JSON it printed.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The rules of all findings of a JSON report, in order.
    pub fn rules(&self) -> Vec<String> {
        let json = self.json();
        let files = json["files"].as_array().unwrap();
        let findings = files
            .iter()
            .flat_map(|file| file["findings"].as_array().unwrap());
        findings
            .map(|finding| finding["rule"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The names of all files of a JSON report, in order.
    pub fn files(&self) -> Vec<String> {
        let json = self.json();
        let files = json["files"].as_array().unwrap();
        files
            .iter()
            .map(|file| file["path"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Expects a usage, configuration or I/O error that says all of these.
    pub fn fails_with(&self, words: &[&str]) {
        assert_eq!(self.code, Some(2), "{self:?}");
        for word in words {
            assert!(self.stderr.contains(word), "`{word}` is missing: {self:?}");
        }
    }

    /// Expects an exit code, and silence on standard error.
    pub fn ends_with(&self, code: i32) {
        assert_eq!(
            (self.code, self.stderr.as_str()),
            (Some(code), ""),
            "{self:?}"
        );
    }
}
