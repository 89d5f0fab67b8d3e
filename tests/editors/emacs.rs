//! Emacs in batch mode with Eglot.

use std::path::Path;

use super::{checkout, command, is_there, support, text_of};

/// What the session says when a step is done.
const STEPS: [&str; 7] = [
    "opened",
    "edited",
    "fixed",
    "hovered",
    "renamed",
    "left alone",
    "shut down",
];

#[test]
fn emacs_with_eglot() {
    let emacs = Path::new("emacs");
    let folder = checkout();
    let has_eglot = [
        "--batch",
        "--eval",
        "(progn (package-initialize) (require 'eglot))",
    ];
    let output = command(emacs, folder.path()).args(has_eglot).output();
    if !is_there(emacs) || !output.is_ok_and(|output| output.status.success()) {
        support::skip("Emacs with Eglot");
        return;
    }
    let root = support::root();
    let output = command(emacs, folder.path())
        .args(["--batch", "--eval", "(package-initialize)", "-l"])
        .arg(root.join("editors/emacs.el"))
        .arg("-l")
        .arg(root.join("tests/editors/emacs/session.el"))
        .output()
        .unwrap();
    let text = text_of(&output);
    let steps = text.lines().filter(|line| STEPS.contains(line));
    assert_eq!(steps.collect::<Vec<_>>(), STEPS, "{text}");
}
