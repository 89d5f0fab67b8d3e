//! Our structural verdict against Codemagic's own JSON Schema, read through real
//! PyYAML and Python's jsonschema, on real files and on thousands of mutants; and
//! our decoder against our own schema on the same.
//!
//! `docs/schema-differences.md` lists where the two may differ, and why.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use codemagic_lint::finding::{Category, Severity};
use codemagic_lint::model;
use codemagic_lint::syntax::{Scalar, SourceFile, Tree, parse};
use codemagic_lint::workspace::to_json;
use serde::Deserialize;
use serde_json::Value;

const MUTANTS: &str = "6000";

#[derive(Deserialize)]
struct Case {
    name: String,
    yaml: String,
    valid: bool,
}

/// Real files where they are at hand, and always our own.
fn files() -> Vec<PathBuf> {
    let mut files = support::fixtures("workflows");
    files.extend(support::corpus().unwrap_or_default());
    files
}

/// The cases, or `None` where the tools to make them are missing; in CI that is a
/// failure.
fn cases() -> Option<&'static [Case]> {
    static CASES: OnceLock<Option<Vec<Case>>> = OnceLock::new();
    CASES.get_or_init(make_cases).as_deref()
}

fn make_cases() -> Option<Vec<Case>> {
    let schema = support::vendor_schema();
    let out = tempfile::NamedTempFile::new().unwrap();
    let made = schema.is_some_and(|schema| {
        Command::new(support::python())
            .arg(support::root().join("scripts/schema-mutants.py"))
            .arg(schema)
            .arg(MUTANTS)
            .arg(out.path())
            .args(files())
            .status()
            .is_ok_and(|status| status.success())
    });
    if !made {
        support::skip("Python with PyYAML and jsonschema, and the package codemagic-init");
        return None;
    }
    let lines = support::read(out.path());
    Some(
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

/// Whether we find the structure at fault. An empty section is a warning, since
/// builds run with it, but the schema rejects it.
fn is_accepted(text: &str) -> bool {
    let findings = support::check(text);
    !findings.iter().any(|finding| {
        let structural = matches!(finding.category, Category::Schema | Category::Syntax);
        (structural && finding.severity == Severity::Error) || finding.rule == "null-section"
    })
}

/// What the schema wrongly accepts, by rule: `docs/schema-differences.md`.
fn is_known_difference(case: &Case) -> bool {
    let findings = support::check(&case.yaml);
    let mut errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .filter(|finding| matches!(finding.category, Category::Schema | Category::Syntax))
        .peekable();
    case.valid
        && errors.peek().is_some()
        && errors.all(|finding| matches!(&*finding.rule, "duplicate-key" | "empty-document"))
}

#[test]
fn our_verdict_is_the_vendors() {
    let Some(cases) = cases() else { return };
    let mut different = Vec::new();
    let mut known = 0;
    for case in cases {
        if is_accepted(&case.yaml) == case.valid {
            continue;
        }
        if is_known_difference(case) {
            known += 1;
        } else {
            let verdict = if case.valid { "accepts" } else { "rejects" };
            different.push(format!(
                "{}: the schema {verdict} it\n{}",
                case.name, case.yaml
            ));
        }
    }
    println!("{} cases, {known} known differences", cases.len());
    let shown: Vec<&str> = different.iter().take(5).map(String::as_str).collect();
    assert!(
        different.is_empty(),
        "{} differ:\n{}",
        different.len(),
        shown.join("\n")
    );
}

#[test]
fn our_schema_says_what_our_decoder_says() {
    let schema = jsonschema::draft7::new(&model::json_schema::codemagic_schema()).unwrap();
    let verdicts = |tree: &Tree| {
        let (_, problems) = model::decode(tree);
        let instance = tree
            .root()
            .and_then(|root| to_json(tree, root, &mut 1_000_000));
        (
            problems.is_empty(),
            schema.is_valid(&instance.unwrap_or(Value::Null)),
        )
    };
    let own = files()
        .into_iter()
        .map(|path| (path.display().to_string(), support::read(&path)));
    let mutants = cases()
        .into_iter()
        .flatten()
        .map(|case| (case.name.clone(), case.yaml.clone()));
    for (name, text) in own.chain(mutants) {
        let tree = parse(SourceFile::new(name.clone(), text.clone()));
        // A null `workflows` is an empty document, not a matter of its type.
        let workflows = tree.root().and_then(|root| tree.field(root, "workflows"));
        let is_null = workflows.is_some_and(|it| tree.value(it.value) == Some(Scalar::Null));
        if is_null || !tree.problems().is_empty() {
            continue;
        }
        let (decoder, schema) = verdicts(&tree);
        assert_eq!(
            decoder, schema,
            "{name}: decoder and schema disagree\n{text}"
        );
    }
}

#[test]
fn the_corpus_has_the_verdicts_of_its_list() {
    let Some(files) = support::corpus() else {
        return;
    };
    let list = support::read(support::root().join("../shared/corpus/MANIFEST.tsv"));
    let verdict = |path: &Path| {
        let name = path.file_name()?.to_str()?;
        let line = list
            .lines()
            .find(|line| line.split('\t').next() == Some(name))?;
        line.split('\t').next_back()
    };
    for path in files {
        let expected = verdict(&path) == Some("valid");
        assert_eq!(
            is_accepted(&support::read(&path)),
            expected,
            "{}",
            path.display()
        );
    }
}
