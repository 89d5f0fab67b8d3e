//! Every account of `fixtures/accounts`, published to by both clients: they must end
//! alike, and the dry run must foretell what the log would say.

use std::path::{Path, PathBuf};
use std::process::Command;

use codemagic_lint::workspace::load_account;
use serde_json::Value;

use crate::client::{Run, run};
use crate::support;

/// The options of `fixtures/workflows/app-store-release`.
const OPTIONS: &[&str] = &[
    "publish",
    "--path",
    "App.ipa",
    "--skip-package-upload",
    "--testflight",
    "--expire-build-submitted-for-review",
    "--beta-group",
    "External",
    "--app-store",
    "--cancel-previous-submissions",
    "--release-type",
    "MANUAL",
    "--phased-release",
    "--copyright",
    "2026 Example Ltd",
    // Magic Actions wait longer than the command does by itself.
    "--max-find-build-wait",
    "15",
    "--max-build-processing-wait",
    "119",
];

/// Accounts that refuse the upload, which the command makes with altool and is not asked
/// for here.
fn refuses_upload(timeline: &Value) -> bool {
    timeline["steps"]
        .as_array()
        .unwrap()
        .iter()
        .any(|step| step["name"] == "upload" && step["status"] == "failed")
}

/// The dry run uploads a build of its own to the first, the command does not; and takes
/// the key of an integration for that of the second, the command has another.
const DIFFERENT: [&str; 2] = ["build-of-another-platform.yaml", "key-of-another-team.yaml"];

fn files() -> Vec<PathBuf> {
    let folder = support::root().join("fixtures/accounts");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .filter(|path| !DIFFERENT.iter().any(|name| path.ends_with(name)))
        .collect();
    files.sort();
    files
}

fn dry_run(account: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_codemagic-lint"))
        .current_dir(support::root())
        .args([
            "dry-run",
            "fixtures/workflows/app-store-release/codemagic.yaml",
        ])
        .args(["--app-version", "1.0.0", "--build-number", "42"])
        .args(["--output-format", "json", "--account"])
        .arg(account)
        .output()
        .unwrap();
    let code = output.status.code().unwrap();
    assert!(code < 2, "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The lines that the log of the build would show for failed steps.
fn log_lines(timeline: &Value) -> Vec<String> {
    let steps = timeline["steps"].as_array().unwrap().iter();
    steps
        .filter(|step| step["status"] == "failed")
        .flat_map(|step| step["causes"].as_array().unwrap())
        .filter_map(|cause| cause["log"].as_str())
        .flat_map(|log| {
            log.lines()
                .map(str::trim)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// A message without what differs between two servers.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        let base = ["http://127.0.0.1:", "https://api.appstoreconnect.apple.com"];
        let word = match base.iter().find_map(|base| word.find(base)) {
            Some(at) => {
                let path = word[at..].splitn(4, '/').nth(3).unwrap_or_default();
                let path = path.split('?').next().unwrap_or_default();
                format!("{}/{path}", &word[..at])
            }
            None => word.to_owned(),
        };
        out.push_str(&word);
        out.push(' ');
    }
    out.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[test]
fn both_clients_end_alike_with_every_account() {
    let files = files();
    assert!(files.len() >= 40);
    let runs: Vec<Run> = files
        .iter()
        .map(|file| Run::new(load_account(file).unwrap(), OPTIONS))
        .collect();
    let Some(ended) = run(&runs) else { return };
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (file, ended) in files.iter().zip(&ended) {
        let timeline = dry_run(file);
        if refuses_upload(&timeline) {
            continue;
        }
        compared += 1;
        let outcome = timeline["outcome"].as_str().unwrap();
        let is_published = outcome.starts_with("published");
        let theirs = plain(&ended.output);
        let missing: Vec<String> = log_lines(&timeline)
            .into_iter()
            .filter(|line| !theirs.contains(plain(line).trim()))
            .collect();
        if is_published != (ended.code == 0) || !missing.is_empty() {
            let name = file.file_name().unwrap().display();
            wrong.push(format!(
                "{name}: we say {outcome}, they end with {}; not in their log: {missing:#?}\n{}",
                ended.code, ended.output
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
    assert!(compared >= 40, "{compared} accounts");
}
