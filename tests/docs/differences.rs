//! `docs/schema-differences.md`: the verdicts of its examples, ours and the schema's.

use std::path::{Path, PathBuf};
use std::process::Command;

use codemagic_lint::finding::{Category, Severity};

use super::{blocks_of, page, support};

/// Verdicts as the words behind an example give them: ours, and the schema's.
fn verdicts(info: &str) -> (bool, bool) {
    let verdict = |key: &str| {
        let word = info
            .split(' ')
            .find_map(|word| word.strip_prefix(key))
            .unwrap();
        assert!(["accepts", "rejects"].contains(&word), "{info}");
        word == "accepts"
    };
    (verdict("here="), verdict("schema="))
}

#[test]
fn differences_from_the_schema_are_as_described() {
    let examples = blocks_of(&page("docs/schema-differences.md"), "yaml");
    assert!(!examples.is_empty());
    for example in &examples {
        let structural = |category| matches!(category, Category::Syntax | Category::Schema);
        let accepted = !support::check(&example.text)
            .iter()
            .any(|finding| finding.severity == Severity::Error && structural(finding.category));
        assert_eq!(
            accepted,
            verdicts(&example.info).0,
            "our verdict on\n{}",
            example.text
        );
    }
    let Some(schema) = support::vendor_schema() else {
        support::skip("the package codemagic-init");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (0..examples.len())
        .map(|index| dir.path().join(format!("{index}.yaml")))
        .collect();
    for (file, example) in files.iter().zip(&examples) {
        std::fs::write(file, &example.text).unwrap();
    }
    let out = dir.path().join("verdicts");
    let judged = Command::new(support::python())
        .arg(support::root().join("scripts/schema-mutants.py"))
        .args([schema.as_path(), Path::new("0"), &out])
        .args(&files)
        .status();
    if !judged.is_ok_and(|status| status.success()) {
        support::skip("Python with PyYAML and jsonschema");
        return;
    }
    for (line, example) in support::read(out).lines().zip(&examples) {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            case["valid"],
            verdicts(&example.info).1,
            "the schema's verdict on\n{}",
            example.text
        );
    }
}
