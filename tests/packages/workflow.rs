//! The workflow of releases and the Dockerfile. Neither can run here; linters read
//! them, and what they say of the rest of the project is compared with it.

use std::collections::BTreeSet;

use super::{command, read, succeeds, support, tool};

const WORKFLOWS: &str = ".github/workflows";

fn workflow() -> String {
    read(&support::root(), ".github/workflows/release.yml")
}

fn dockerfile() -> String {
    read(&support::root(), "Dockerfile")
}

/// The value behind the first `name` of a text.
fn value_of<'a>(text: &'a str, name: &str) -> &'a str {
    let rest = text
        .split(name)
        .nth(1)
        .unwrap_or_else(|| panic!("no {name}"));
    let value = rest.split(['\n', '-', ' ']).find(|it| !it.is_empty());
    value.unwrap().trim_matches('"')
}

#[test]
fn the_workflow_is_one() {
    let Some(schema) = tool("check-jsonschema") else {
        return;
    };
    let files: Vec<_> = std::fs::read_dir(support::root().join(WORKFLOWS))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    succeeds(
        command(schema)
            .args(["--builtin-schema", "vendor.github-workflows"])
            .args(&files),
    );
    if let Some(actionlint) = tool("actionlint") {
        let shellcheck = support::root().join(".venv/bin/shellcheck");
        succeeds(
            command(actionlint)
                .arg("-shellcheck")
                .arg(shellcheck)
                .args(&files),
        );
    }
    if let Some(zizmor) = tool("zizmor") {
        let mut zizmor = command(zizmor);
        succeeds(zizmor.args(["--offline", "--quiet", "--persona", "pedantic", WORKFLOWS]));
    }
}

#[test]
fn actions_are_pinned_to_commits() {
    for line in workflow().lines().filter(|line| line.contains("uses: ")) {
        let (_, pin) = line.split_once('@').unwrap();
        let (commit, version) = pin.split_once(" # v").unwrap_or_else(|| panic!("{line}"));
        let is_hash = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
        assert!(is_hash && !version.is_empty(), "{line}");
    }
}

#[test]
fn the_workflow_builds_for_the_platforms_of_the_packages() {
    let platforms = read(&support::root(), "packaging/npm/platforms.json");
    let platforms: serde_json::Value = serde_json::from_str(&platforms).unwrap();
    let platforms: BTreeSet<&str> = platforms
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let workflow = workflow();
    for (job, next) in [
        ("\n  build:\n", "\n  try:\n"),
        ("\n  try:\n", "\n  package:\n"),
    ] {
        let job = workflow.split(job).nth(1).unwrap();
        let job = job.split(next).next().unwrap();
        let targets = job.split("{ target: ").skip(1);
        let targets: BTreeSet<&str> = targets.filter_map(|it| it.split(',').next()).collect();
        assert_eq!(targets, platforms);
    }
}

#[test]
fn versions_agree() {
    let root = support::root();
    let manifest: toml::Table = read(&root, "Cargo.toml").parse().unwrap();
    let rust = manifest["package"]["rust-version"].as_str().unwrap();
    let workflow = workflow();
    let toolchain = value_of(&workflow, "rust-toolchain: ");
    assert_eq!(toolchain, format!("{rust}.0"));
    assert!(workflow.contains(&format!("cargo +{toolchain} publish")));
    assert_eq!(value_of(&dockerfile(), "FROM rust:"), rust);
    let packages = read(&root, "scripts/requirements.txt");
    assert_eq!(
        value_of(&workflow, "maturin-version: v"),
        value_of(&packages, "maturin==")
    );
}

#[test]
fn what_the_workflow_runs_is_there() {
    let workflow = workflow();
    let words = workflow.split_whitespace();
    let scripts: BTreeSet<&str> = words.filter(|it| it.starts_with("packaging/")).collect();
    assert!(scripts.len() > 2, "{scripts:?}");
    for script in scripts {
        let script = script.trim_end_matches(['`', ',', '.']);
        assert!(support::root().join(script).exists(), "{script}");
    }
}

#[test]
fn the_dockerfile_is_sound() {
    let Some(hadolint) = tool("hadolint") else {
        return;
    };
    succeeds(command(hadolint).arg("Dockerfile"));
    let last = dockerfile();
    let last = last.rsplit("\nFROM ").next().unwrap();
    assert!(last.contains("\nUSER 65534:65534\n"), "nobody runs it");
    assert!(last.ends_with("ENTRYPOINT [\"codemagic-lint\"]\n"));
}
