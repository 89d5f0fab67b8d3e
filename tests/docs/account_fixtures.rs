//! `fixtures/accounts/`: each file shows what it is about, the way its table says.

use std::collections::BTreeMap;
use std::path::Path;

use super::{page, program, support};

const PAGE: &str = "fixtures/accounts/README.md";
const WORKFLOW: &str = "fixtures/workflows/app-store-release/codemagic.yaml";

/// The report of a dry run, without the name of the account.
fn report(workflow: &Path, account: &str) -> String {
    let file = format!("fixtures/accounts/{account}.yaml");
    let output = program(&["dry-run", workflow.to_str().unwrap(), "--account", &file])
        .args(["--app-version", "1.0.0", "--build-number", "42"])
        .args(["--now", "2026-03-01T12:00:00Z", "--output-format", "json"])
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{error}");
    String::from_utf8(output.stdout)
        .unwrap()
        .replace(&file, "ACCOUNT")
}

/// What each account needs beyond the command, in the order of the table.
fn needs() -> Vec<Vec<String>> {
    let text = page(PAGE);
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let names = |row: &str| {
        let cell = row.trim_start_matches("| ").split(" | ").next().unwrap();
        cell.split(", ")
            .map(|name| name.trim_matches('`').to_owned())
            .collect()
    };
    rows.map(names).collect()
}

#[test]
fn every_account_shows_what_it_is_about() {
    let whole = support::root().join(WORKFLOW);
    assert!(page(PAGE).contains(&format!(
        "dry-run {WORKFLOW} --app-version 1.0.0 --build-number 42 --account fixtures/accounts/"
    )));
    let text = support::read(&whole);
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let folder = folder.path().join(name);
        std::fs::create_dir_all(folder.join(".git")).unwrap();
        let path = folder.join("codemagic.yaml");
        std::fs::write(&path, text).unwrap();
        path
    };
    let ways_out = [
        "expire_build_submitted_for_review",
        "cancel_previous_submissions",
    ];
    let without: String = text
        .split_inclusive('\n')
        .filter(|line| !ways_out.iter().any(|key| line.contains(key)))
        .collect();
    let (testflight, _) = text
        .split_once("        expire_build_submitted_for_review")
        .unwrap();
    let plain = write("plain", &without);
    let notes = write("notes", &text);
    let example = page(PAGE);
    let (_, example) = example.split_once("such as `[{").unwrap();
    let (example, _) = example.split_once('`').unwrap();
    let beside = notes.with_file_name("release_notes.json");
    std::fs::write(beside, format!("[{{{example}")).unwrap();
    let alone = write("alone", testflight);
    let needs = needs();
    let workflows = [Some(&plain), Some(&notes), Some(&alone), None];
    assert_eq!(needs.len(), workflows.len());
    let mut special: BTreeMap<&str, Option<&std::path::PathBuf>> = BTreeMap::new();
    for (accounts, workflow) in needs.iter().zip(workflows) {
        special.extend(accounts.iter().map(|name| (name.as_str(), workflow)));
    }
    let ready = report(&whole, "ready");
    let entries = std::fs::read_dir(support::root().join("fixtures/accounts")).unwrap();
    let mut count = 0;
    for entry in entries {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = name.strip_suffix(".yaml").filter(|name| *name != "ready") else {
            continue;
        };
        count += 1;
        match special.get(name) {
            None => assert!(report(&whole, name) != ready, "{name}"),
            Some(Some(workflow)) => {
                let ready = report(workflow, "ready");
                assert!(report(workflow, name) != ready, "{name}");
            }
            Some(None) => assert!(report(&whole, name) == ready, "{name}"),
        }
    }
    assert!(count >= 70);
    let differ = |name: &str, other: &str| {
        assert_ne!(report(&alone, name), report(&alone, other));
    };
    differ("developer-role-without-test-information", "developer-role");
}
