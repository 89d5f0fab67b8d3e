//! What several tests share.
#![allow(dead_code, reason = "each test takes what it needs")]

#[cfg(feature = "cli")]
pub mod cli;
pub mod damage;
pub mod markdown;
#[cfg(feature = "cli")]
pub mod pages;
pub mod repository;
pub mod scripts;

use std::path::{Path, PathBuf};

use codemagic_lint::finding::Finding;
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;

/// The crate's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of real files, where it is there. Tests that need it say so and
/// pass without it: it is no part of the project.
pub fn corpus() -> Option<Vec<PathBuf>> {
    let folder = root().join("../shared/corpus");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there is no {}", folder.display());
        return None;
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    files.sort();
    Some(files)
}

/// Reads a file as text.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Settings under which short texts are not told that their workflows should have
/// names and artifacts.
pub fn settings() -> Settings {
    let mut settings = Settings::default();
    for id in ["workflow-name", "artifact-missing"] {
        if let Some(index) = rules::index_of(id) {
            settings.selection.set(index, None);
        }
    }
    settings
}

/// [`settings`] without some rules besides. Short texts use variables and inputs
/// that they do not declare, and so are not told of that.
pub fn settings_without(ids: &[&str]) -> Settings {
    let mut settings = settings();
    let undeclared = [
        "input-undefined",
        "undefined-variable-in-config",
        "undefined-variable-in-script",
    ];
    for id in undeclared.iter().chain(ids) {
        let index = rules::index_of(id).unwrap_or_else(|| panic!("no rule {id}"));
        settings.selection.set(index, None);
    }
    settings
}

/// The lines of a text, each behind so many blanks.
pub fn indented(text: &str, blanks: usize) -> String {
    let blanks = " ".repeat(blanks);
    let lines = text.lines().flat_map(|line| [&*blanks, line, "\n"]);
    lines.collect()
}

/// Checks a text with [`settings`].
pub fn check(text: &str) -> Vec<Finding> {
    check_with(text, &settings())
}

/// Checks a text.
pub fn check_with(text: &str, settings: &Settings) -> Vec<Finding> {
    rules::check(SourceFile::new("codemagic.yaml", text), settings).findings
}

/// The ids of findings, in order.
pub fn ids(findings: &[Finding]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.rule.as_ref())
        .collect()
}

/// The codemagic.yaml files below a folder of `fixtures`.
pub fn fixtures(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("fixtures").join(folder))
        .into_iter()
        .flatten();
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path().join("codemagic.yaml")))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// The Python that has the packages of `scripts/requirements.txt`.
pub fn python() -> PathBuf {
    let own = root().join(".venv/bin/python");
    let named = std::env::var_os("CODEMAGIC_LINT_PYTHON").map(PathBuf::from);
    named.unwrap_or(if own.is_file() { own } else { "python3".into() })
}

/// The shellcheck of `scripts/requirements.txt`; says so where it is missing.
#[cfg(feature = "cli")]
pub fn shellcheck() -> Option<PathBuf> {
    let path = root().join(".venv/bin/shellcheck");
    if path.is_file() {
        return Some(path);
    }
    skip("shellcheck");
    None
}

/// Passes over a test whose tools are missing, except in CI, where they must be
/// there.
pub fn skip(needed: &str) {
    assert!(
        std::env::var_os("CI").is_none(),
        "CI needs {needed}; scripts/test installs them"
    );
    eprintln!("skipped: {needed} needed; scripts/test installs them");
}

/// Codemagic's JSON Schema: in the `PyPI` package that carries it, as `scripts/test`
/// installs it, or beside the project.
pub fn vendor_schema() -> Option<PathBuf> {
    let packages = std::fs::read_dir(root().join(".venv/lib"))
        .into_iter()
        .flatten()
        .flatten();
    packages
        .map(|python| {
            let data = "site-packages/codemagic_init/data/codemagic-schema.json";
            python.path().join(data)
        })
        .chain([root().join("../shared/data/codemagic-schema.json")])
        .find(|path| path.is_file())
}
