//! Pages of the manual, read by mandoc.

use super::{command, program, read, succeeds, text, tool};

#[test]
fn every_page_is_written_and_sound() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man/man1");
    succeeds(command(program()).args(["man", "--output-dir"]).arg(&pages));
    let main = succeeds(command(program()).arg("man"));
    assert_eq!(read(&pages, "codemagic-lint.1"), main);

    // The page of the program names those of its commands, and no other.
    let mut named: Vec<String> = main
        .lines()
        .filter_map(|line| line.strip_suffix("(1)"))
        .map(|name| format!("{}.1", name.replace('\\', "")))
        .collect();
    named.push("codemagic-lint.1".to_owned());
    named.sort();
    let mut written: Vec<String> = std::fs::read_dir(&pages)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, named);
    for name in &written {
        let command_name = name.strip_suffix(".1").unwrap();
        if let Some(command_name) = command_name.strip_prefix("codemagic-lint-") {
            let one = succeeds(command(program()).args(["man", command_name]));
            assert_eq!(&read(&pages, name), &one);
        }
    }

    let Some(mandoc) = tool("mandoc") else {
        return;
    };
    for name in &written {
        // Warnings are about the missing date and the space around lists.
        let mut lint = command(&mandoc);
        lint.args(["-T", "lint", "-W", "error"]);
        assert_eq!(succeeds(lint.arg(pages.join(name))), "", "{name}");
    }
    let page = pages.join("codemagic-lint-check.1");
    let shown = succeeds(command(&mandoc).args(["-T", "utf8"]).arg(page));
    // Bold is a letter over itself.
    let plain: String = shown
        .split('\u{8}')
        .map(|it| &it[..it.len().saturating_sub(1)])
        .collect();
    for words in ["User Commands", "fail-on", "codemagic-lint("] {
        assert!(plain.contains(words), "{words}: {plain}");
    }
}

#[test]
fn what_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let inside = file.join("man");
    let output = command(program())
        .args(["man", "--output-dir"])
        .arg(&inside)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output).contains("cannot be written"),
        "{}",
        text(&output)
    );

    let output = command(program()).args(["man", "chek"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    for words in ["there is no command `chek`", "did you mean `check`?"] {
        assert!(text(&output).contains(words), "{}", text(&output));
    }
}
