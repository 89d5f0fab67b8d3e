//! Three small repositories, each broken and repaired: what is found in them.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::fs;
use std::path::Path;

use support::cli::Project;

/// Copies a folder of `fixtures/repositories` with the rights of its files.
fn project(name: &str) -> Project {
    let project = Project::new(&[]);
    let from = support::root().join("fixtures/repositories").join(name);
    copy(&from, project.directory());
    project
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn findings(name: &str) -> String {
    let run = project(name).run(&[
        "check",
        "--output-format",
        "concise",
        "--now",
        "2026-09-01T00:00:00Z",
    ]);
    assert_eq!(run.stderr, "", "{name}");
    run.stdout
}

#[test]
fn what_is_broken_is_found() {
    for name in ["flutter-app", "ios-app", "react-native-app"] {
        let found = findings(&format!("{name}/broken"));
        insta::with_settings!({ snapshot_path => "repositories", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, found);
        });
    }
}

#[test]
fn what_is_repaired_has_no_warning() {
    for name in ["flutter-app", "ios-app", "react-native-app"] {
        let name = format!("{name}/repaired");
        let run = project(&name).run(&["check", "--fail-on", "warning"]);
        assert_eq!(run.code, Some(0), "{name}: {}", run.stdout);
    }
}

/// The same file without the repository: what needs it is silent, and what does not
/// is found all the same.
#[test]
fn standard_input_without_a_name_is_in_no_repository() {
    let project = project("flutter-app/broken");
    let text = project.read("codemagic.yaml");
    let arguments = ["check", "-", "--output-format", "json"];
    let alone = project.run_with_input(&arguments, text.clone()).rules();
    let named = [&arguments[..], &["--stdin-filename", "codemagic.yaml"]].concat();
    let placed = project.run_with_input(&named, text).rules();
    for rule in [
        "flutter-fvm-file",
        "script-file-missing",
        "release-notes-locale",
    ] {
        assert!(!alone.iter().any(|it| it == rule), "{rule}");
        assert!(placed.iter().any(|it| it == rule), "{rule}");
    }
    assert!(alone.iter().any(|it| it == "asc-integration-undeclared"));
}

/// Without `.git` nobody knows what the repository is.
#[test]
fn outside_a_checkout_nothing_is_missing() {
    let project = project("flutter-app/broken");
    fs::remove_dir(project.path(".git")).unwrap();
    let rules = project
        .run(&["check", "--output-format", "json", "codemagic.yaml"])
        .rules();
    assert!(
        !rules.iter().any(|it| it == "script-file-missing"),
        "{rules:?}"
    );
}
