//! The invariants of `docs/architecture.md` that a test can check.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![support::root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A source without its unit tests and comments.
fn code(path: &Path) -> String {
    let text = support::read(path);
    let code = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn forbid(folder: &str, words: &[&str]) {
    for path in sources(folder) {
        let code = code(&path);
        for word in words {
            assert!(
                !code.contains(word),
                "{} must not know `{word}`",
                path.display()
            );
        }
    }
}

#[test]
fn each_stage_knows_only_those_before_it() {
    forbid("src/syntax", &["crate::"]);
    forbid(
        "src/expression",
        &[
            "crate::model",
            "crate::finding",
            "crate::rules",
            "crate::report",
        ],
    );
    forbid(
        "src/model",
        &[
            "crate::finding",
            "crate::rules",
            "crate::report",
            "crate::workspace",
        ],
    );
    forbid(
        "src/finding",
        &[
            "crate::model",
            "crate::rules",
            "crate::report",
            "crate::workspace",
        ],
    );
    forbid(
        "src/repository",
        &[
            "crate::model",
            "crate::finding",
            "crate::rules",
            "crate::report",
            "crate::workspace",
        ],
    );
    forbid(
        "src/rules",
        &[
            "crate::fix",
            "crate::report",
            "crate::workspace",
            "crate::cli",
        ],
    );
    forbid(
        "src/fix",
        &["crate::report", "crate::workspace", "crate::cli"],
    );
    forbid(
        "src/effective",
        &[
            "crate::model",
            "crate::fix",
            "crate::report",
            "crate::workspace",
            "crate::cli",
        ],
    );
    forbid(
        "src/triggers",
        &["crate::fix", "crate::workspace", "crate::cli"],
    );
    forbid(
        "src/report",
        &["crate::model", "crate::workspace", "crate::cli"],
    );
    forbid("src/workspace", &["crate::report", "crate::cli"]);
    forbid(
        "src/shellcheck",
        &["crate::report", "crate::workspace", "crate::cli"],
    );
    forbid(
        "src/app_store_connect",
        &[
            "crate::cli",
            "crate::finding",
            "crate::mock_server",
            "crate::publish",
            "crate::report",
            "crate::rules",
            "crate::workspace",
        ],
    );
    forbid("src/model", &["crate::lsp"]);
    forbid(
        "src/rehearsal",
        &["crate::cli", "crate::lsp", "crate::report", "crate::rules"],
    );
    // The two ends of the wire share the vocabulary, and know nothing of each other.
    forbid(
        "src/mock_server",
        &[
            "crate::cli",
            "crate::publish",
            "crate::report",
            "crate::workspace",
        ],
    );
    forbid(
        "src/publish",
        &["crate::cli", "crate::mock_server", "crate::workspace"],
    );
}

#[test]
fn the_core_touches_neither_files_nor_threads_nor_sockets_nor_clocks() {
    let outside = [
        "std::fs",
        "std::thread",
        "std::net",
        "std::env",
        "std::time",
        "std::process",
        "::now()",
    ];
    for folder in [
        "syntax",
        "expression",
        "knowledge",
        "model",
        "finding",
        "repository",
        "rules",
        "fix",
        "effective",
        "triggers",
    ] {
        forbid(&format!("src/{folder}"), &outside);
    }
}

#[test]
fn only_the_language_server_knows_the_types_of_its_protocol() {
    let knows = |path: &PathBuf| {
        let code = code(path);
        code.contains("gen_lsp_types") || code.contains("lsp_server")
    };
    let folder = support::root().join("src/lsp");
    for path in sources("src").iter().filter(|path| knows(path)) {
        assert!(path.starts_with(&folder), "{}", path.display());
    }
}

#[test]
fn only_one_file_names_the_yaml_parser() {
    let naming: Vec<PathBuf> = sources("src")
        .into_iter()
        .filter(|path| code(path).contains("granit_parser"))
        .collect();
    assert_eq!(naming, [support::root().join("src/syntax/events.rs")]);
}

#[test]
fn no_source_file_is_longer_than_600_lines() {
    for path in sources("src").into_iter().chain(sources("tests")) {
        let lines = support::read(&path).lines().count();
        assert!(lines <= 600, "{} has {lines} lines", path.display());
    }
}

#[test]
fn no_rule_is_longer_than_120_lines() {
    let folder = support::root().join("src/rules");
    for path in sources("src/rules") {
        let lines = code(&path).lines().count();
        let parent = path.parent().unwrap();
        let is_list = path.ends_with("mod.rs");
        let is_rule = parent != folder && !parent.ends_with("shared") && !is_list;
        assert!(
            !is_rule || lines <= 120,
            "{} has {lines} lines",
            path.display()
        );
    }
}

#[test]
fn unsafe_code_is_forbidden() {
    let manifest = support::read(support::root().join("Cargo.toml"));
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}
