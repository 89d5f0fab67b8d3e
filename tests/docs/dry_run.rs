//! `docs/dry-run.md`: its commands are run, and its outputs are theirs.

use codemagic_lint::publish::plan::EnvFile;

use super::made::assert_current;
use super::{blocks_of, page, program, support};

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
    let blocks = blocks_of(&page(PAGE), "dotenv");
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

/// The rows of the table of failures: number, what happens, and who finds it.
fn failures() -> Vec<Vec<String>> {
    let text = page(PAGE);
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<String> = line
            .strip_prefix("| ")?
            .strip_suffix(" |")?
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect();
        let is_numbered = cells.first()?.parse::<usize>().is_ok();
        (is_numbered && cells.len() == 4).then_some(cells)
    });
    rows.collect()
}

/// What stands in backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn every_failure_names_who_finds_it() {
    let failures = failures();
    let numbers: Vec<usize> = failures.iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(numbers, (1..=51).collect::<Vec<usize>>());
    for row in &failures {
        assert!(!row[2].is_empty() || !row[3].is_empty(), "{row:?}");
        for id in quoted(&row[2]).filter(|word| word.contains('-')) {
            let is_rule = codemagic_lint::rules::find(id).is_some();
            assert!(is_rule, "there is no rule `{id}`: {row:?}");
        }
    }
}

/// A workflow that asks for everything, and the same without the ways out.
#[test]
fn every_account_of_the_table_shows_its_failure() {
    let whole = support::root().join("fixtures/workflows/app-store-release/codemagic.yaml");
    let text = support::read(&whole);
    let ways_out = [
        "expire_build_submitted_for_review",
        "cancel_previous_submissions",
    ];
    let without: String = text
        .split_inclusive('\n')
        .filter(|line| !ways_out.iter().any(|key| line.contains(key)))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let plain = folder.path().join("codemagic.yaml");
    std::fs::write(&plain, without).unwrap();
    let outcome = |workflow: &std::path::Path, account: &str| {
        let account = format!("fixtures/accounts/{account}");
        let output = program(&["dry-run", workflow.to_str().unwrap(), "--account", &account])
            .args(["--app-version", "1.0.0", "--build-number", "42"])
            .args(["--output-format", "json"])
            .output()
            .unwrap();
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        json["outcome"].as_str().unwrap().to_owned()
    };
    for row in failures() {
        let accounts = quoted(&row[3]).filter(|word| word.strip_suffix(".yaml").is_some());
        for account in accounts {
            let workflow = if row[3].contains("where the workflow") {
                &plain
            } else {
                &whole
            };
            assert_ne!(outcome(workflow, account), "published", "{row:?}");
        }
    }
}
