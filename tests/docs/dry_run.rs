//! `docs/dry-run.md`: its commands are run, and its outputs are theirs.

use codemagic_lint::publish::plan::EnvFile;

use super::made::assert_current;
use super::{blocks_of, page, program};

const PAGE: &str = "docs/dry-run.md";

/// The arguments of the command in a block, for a run that writes nothing into the
/// repository.
fn arguments(block: &str, scratch: &str) -> Option<Vec<String>> {
    let arguments = block.trim().strip_prefix("codemagic-lint ")?;
    let words = arguments.split(' ');
    let elsewhere = |word: &str| match word {
        "dry-run.html" => format!("{scratch}/dry-run.html"),
        word => word.to_owned(),
    };
    Some(words.map(elsewhere).collect())
}

#[test]
fn commands_give_what_stands_below_them() {
    let scratch = tempfile::tempdir().unwrap();
    let scratch = scratch.path().to_str().unwrap();
    let text = page(PAGE);
    let mut made = String::new();
    let mut rest = text.as_str();
    let mut count = 0;
    while let Some((before, after)) = rest.split_once("```sh\ncodemagic-lint dry-run ") {
        let (command, behind) = after.split_once("\n```\n").unwrap();
        let arguments = arguments(&format!("codemagic-lint dry-run {command}"), scratch).unwrap();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = program(&arguments).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{command}: {error}"
        );
        count += 1;
        made.push_str(before);
        made.push_str("```sh\ncodemagic-lint dry-run ");
        made.push_str(command);
        made.push_str("\n```\n");
        rest = behind;
        if let Some(shown) = behind.strip_prefix("\n```text\n") {
            let end = shown.find("```\n").unwrap();
            let output = String::from_utf8(output.stdout).unwrap();
            let lines: Vec<&str> = output
                .trim_matches('\n')
                .lines()
                .map(str::trim_end)
                .collect();
            made.push_str("\n```text\n");
            made.push_str(&lines.join("\n"));
            made.push_str("\n```\n");
            rest = &shown[end + "```\n".len()..];
        }
    }
    made.push_str(rest);
    assert!(count >= 3, "{count}");
    assert_current(PAGE, &made);
}

#[test]
fn the_file_of_variables_is_one() {
    let blocks = blocks_of(&page(PAGE), "sh");
    let files: Vec<_> = blocks
        .iter()
        .filter(|it| it.text.starts_with('#'))
        .collect();
    assert_eq!(files.len(), 1);
    let file = EnvFile::parse("page", &files[0].text).unwrap();
    assert_eq!(
        file.get("APP_STORE_CONNECT_KEY_IDENTIFIER"),
        Some("ABCDE12345")
    );
    assert!(
        file.get("APP_STORE_CONNECT_PRIVATE_KEY")
            .unwrap()
            .ends_with("-----")
    );
}
