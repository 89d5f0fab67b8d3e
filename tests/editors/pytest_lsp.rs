//! pytest-lsp, a client in Python: all encodings, diagnostics pushed and pulled.

use super::{checkout, command, support, text_of};

#[test]
fn a_client_in_python() {
    let python = support::python();
    let folder = checkout();
    let has = command(&python, folder.path())
        .args(["-c", "import pytest_lsp, pytest_timeout"])
        .output();
    if !has.is_ok_and(|output| output.status.success()) {
        support::skip("Python with pytest-lsp and pytest-timeout");
        return;
    }
    let tests = support::root().join("tests/editors/pytest_lsp");
    let output = command(&python, &tests)
        .args(["-B", "-m", "pytest"])
        .output()
        .unwrap();
    let text = text_of(&output);
    assert!(text.contains("13 passed"), "{text}");
}
