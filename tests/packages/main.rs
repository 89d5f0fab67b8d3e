//! What people install, made here from the binary of the tests and installed into
//! clean environments: wheel, npm packages, archives, completions, manual. Workflow and
//! Dockerfile, which cannot run here, are read by linters that are not ours.
#![cfg(all(feature = "cli", unix))]
// The exception for tests does not reach the helpers beside them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod archive;
mod crate_file;
mod manual;
mod npm;
mod shells;
mod wheel;
mod workflow;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// The program, a copy of our own: building the wheel replaces the one that cargo built.
/// Without what only debuggers read, it is packed in a tenth of the time.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = env!("CARGO_BIN_EXE_codemagic-lint");
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages-codemagic-lint");
        std::fs::copy(built, &copy).unwrap();
        // Where there is no `strip`, it stays large.
        let _ = Command::new("strip").arg(&copy).status();
        copy
    })
}

/// A program that `scripts/test` installs; says so where it is missing.
fn tool(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::iter::once(support::root().join(".venv/bin"))
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    if found.is_none() {
        support::skip(name);
    }
    found
}

/// A command in the project's folder. In CI npm and others print differently.
fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(support::root());
    command.env_remove("CI").env("NO_COLOR", "1");
    command
}

/// A Python script of the project.
fn script(name: &str) -> Command {
    let mut command = command(support::python());
    command.arg(support::root().join(name));
    command
}

/// Both streams of a command that must succeed.
fn succeeds(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = text(&output);
    assert!(output.status.success(), "{command:?}: {text}");
    text
}

fn text(output: &Output) -> String {
    let streams = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&streams).into_owned()
}

/// The fixture with mistakes.
fn faulty() -> PathBuf {
    support::root().join("fixtures/workflows/ios-release/codemagic.yaml")
}

/// Checks the faulty fixture and the clean one with an installed program, which is what
/// `run` begins to call.
fn finds_what_it_should(run: impl Fn() -> Command) {
    let output = run()
        .args(["check", "--output-format", "json"])
        .arg(faulty())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = report["files"][0]["findings"].as_array().unwrap();
    let expected = "asc-integration-undeclared";
    assert!(found.iter().any(|it| it["rule"] == expected), "{report}");
    assert_eq!(report["tool"]["version"], env!("CARGO_PKG_VERSION"));

    let clean = support::root().join("fixtures/workflows/app-store-release/codemagic.yaml");
    succeeds(run().arg("check").arg(clean));
}

/// The text of a file in a folder.
fn read(folder: &Path, name: &str) -> String {
    support::read(folder.join(name))
}
