//! The workflow of releases and the Dockerfile. Neither can run here; linters read
//! them, and what they say of the rest of the project is compared with it.

use std::collections::BTreeSet;

use super::{command, read, succeeds, support, tool};

const WORKFLOWS: &str = ".github/workflows";

fn workflow() -> String {
    read(&support::root(), ".github/workflows/release.yml")
}

fn tests_workflow() -> String {
    read(&support::root(), ".github/workflows/ci.yml")
}

/// A job of the workflow of releases, up to the next.
fn job(name: &str) -> String {
    let workflow = workflow();
    let (_, rest) = workflow.split_once(&format!("\n  {name}:\n")).unwrap();
    let is_next = |line: &&str| line.starts_with("  ") && !line[2..].starts_with([' ', '#']);
    let end = rest.lines().find(is_next).unwrap_or("\0");
    rest.split(end).next().unwrap().to_owned()
}

/// The jobs that a job waits for, and those that these wait for.
fn needs(name: &str) -> BTreeSet<String> {
    let job = job(name);
    let line = job.lines().find_map(|it| it.strip_prefix("    needs: "));
    let names = line.unwrap_or_default().trim_matches(['[', ']']);
    let mut all = BTreeSet::new();
    for name in names.split(", ").filter(|it| !it.is_empty()) {
        all.extend(needs(name));
        all.insert(name.to_owned());
    }
    all
}

#[test]
fn nothing_is_published_before_the_tests_have_passed() {
    assert!(tests_workflow().contains("\n        run: .ci/run\n"));
    assert!(job("test").contains("    uses: ./.github/workflows/ci.yml"));
    let runs = read(&support::root(), ".ci/run");
    assert!(runs.ends_with("exec bash scripts/test\n"));
    let publishing = [
        "publish-crate",
        "publish-pypi",
        "publish-npm",
        "publish-vscode",
    ];
    for name in publishing.into_iter().chain(["image", "publish-image"]) {
        let needed = needs(name);
        for before in ["test", "try", "attest", "draft"] {
            assert!(needed.contains(before), "{name}: {needed:?}");
        }
        assert!(needs("release").contains(name), "{name} is not waited for");
    }
}

#[test]
fn what_failed_can_be_run_again() {
    for (name, words) in [
        ("draft", &["--draft ", "--clobber"][..]),
        (
            "publish-crate",
            &[
                "cargo +1.95.0 info ",
                "if: steps.there.outputs.published != 'true'",
            ],
        ),
        ("publish-pypi", &["--check-url "]),
        ("publish-npm", &["packaging/npm/publish.sh"]),
        ("publish-vscode", &["--skip-duplicate"]),
        ("release", &["--draft=false"]),
    ] {
        let job = job(name);
        for word in words {
            assert!(job.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn secrets_are_seen_by_no_installation() {
    let workflow = workflow();
    for (index, step) in workflow.split("\n      - ").enumerate() {
        let installs = [" install ", "npm ci", "npx "]
            .iter()
            .any(|it| step.contains(it));
        assert!(!(installs && step.contains("secrets.")), "{index}: {step}");
    }
    let installs = workflow.matches("npm ci --ignore-scripts").count();
    assert_eq!(workflow.matches("npm ci").count(), installs);
    assert!(
        !workflow.contains("npm install"),
        "npm ci keeps to the lock file"
    );
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
    let all = workflow() + &tests_workflow();
    for line in all.lines().filter(|line| line.contains("uses: ")) {
        if line.contains("uses: ./") {
            continue;
        }
        let (_, pin) = line.split_once('@').unwrap();
        let (commit, version) = pin.split_once(" # v").unwrap_or_else(|| panic!("{line}"));
        let is_hash = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
        assert!(is_hash && !version.is_empty(), "{line}");
    }
}

/// Everywhere the same major version of an action: what we show is what we use.
#[test]
fn pages_and_workflows_use_the_same_actions() {
    let mut majors = std::collections::BTreeMap::new();
    let page = read(&support::root(), "docs/github-actions.md");
    for text in [workflow(), tests_workflow(), page] {
        for line in text.lines().filter(|line| line.contains("uses: actions/")) {
            let (action, pin) = line.split_once('@').unwrap();
            let action = action.split("uses: ").nth(1).unwrap();
            let version = pin.split_once(" # ").map_or(pin, |(_, version)| version);
            let major = version.split('.').next().unwrap();
            let known = majors.entry(action.to_owned()).or_insert(major.to_owned());
            assert_eq!(known, major, "{line}");
        }
    }
    assert!(majors.len() > 3, "{majors:?}");
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
    assert_eq!(value_of(&tests_workflow(), "container: rust:"), rust);
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
