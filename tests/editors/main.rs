//! The language server with clients that are not ours: Neovim, old and new, by
//! keystrokes; Emacs; pytest-lsp; and, by Node, vscode-jsonrpc and the VS Code extension
//! with the real language client. What is set up stands in `docs/editors.md`.
//!
//! Where one of them is missing its test is skipped with a notice, but on continuous
//! integration it fails.
#![cfg(all(feature = "cli", unix))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

#[path = "../support/mod.rs"]
mod support;

mod emacs;
mod neovim;
mod node;
mod page;
mod pytest_lsp;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The server that is tried.
const PROGRAM: &str = env!("CARGO_BIN_EXE_codemagic-lint");

/// A checkout with the sample and a YAML file that is none of ours.
fn checkout() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let sample = support::root().join("tests/editors/codemagic.yaml");
    std::fs::copy(sample, folder.path().join("codemagic.yaml")).unwrap();
    std::fs::write(folder.path().join("other.yaml"), "max_build_duraton: 60\n").unwrap();
    folder
}

/// A command in a folder, with nothing of the person's own settings.
fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    let mut search = vec![PathBuf::from(PROGRAM).parent().unwrap().to_owned()];
    search.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
    command
        .current_dir(folder)
        .env("PATH", std::env::join_paths(search).unwrap())
        .env("CODEMAGIC_LINT", PROGRAM)
        .env("HOME", folder);
    for kind in ["CACHE", "CONFIG", "DATA", "STATE"] {
        command.env(format!("XDG_{kind}_HOME"), folder.join("home"));
    }
    command
}

/// Whether a program can be run.
fn is_there(program: &Path) -> bool {
    let told = Command::new(program).arg("--version").output();
    told.is_ok_and(|output| output.status.success())
}

/// The page names the version that was tried. Machines of others have others, which are
/// told and prove nothing for the page.
fn the_page_tells_of(version: &str) {
    let page = support::read(support::root().join("docs/editors.md"));
    let is_named = page.contains(&format!("*Tried with {version} "));
    println!("tried with {version}");
    assert!(
        is_named || std::env::var_os("CI").is_none(),
        "docs/editors.md does not say `Tried with {version}`"
    );
}

/// What a program wrote, which must have ended well.
fn text_of(output: &Output) -> String {
    let text = [&*output.stdout, &*output.stderr].map(String::from_utf8_lossy);
    let text = text.join("\n");
    assert!(output.status.success(), "{}\n{text}", output.status);
    text
}
