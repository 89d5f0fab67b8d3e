//! A fix mends what it was offered for, and breaks nothing: tried on every bad
//! example of the rules' pages.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::finding::{Category, Finding, Fix, Severity};
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;
use support::pages::{examples, is_of, pages, settings};

/// The text with a fix applied.
fn applied(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

fn check(file: &str, text: &str, settings: &Settings) -> Vec<Finding> {
    rules::check(SourceFile::new(file, text), settings).findings
}

/// How many errors of these categories there are.
fn errors(findings: &[Finding], categories: &[Category]) -> usize {
    let is_one =
        |it: &&Finding| it.severity == Severity::Error && categories.contains(&it.category);
    findings.iter().filter(is_one).count()
}

/// Whether the fix of a finding leaves no more broken than was, and mends what is no
/// YAML.
fn leaves_sound(finding: &Finding, before: &[Finding], after: &[Finding]) -> bool {
    let all = [Category::Syntax, Category::Schema];
    let mends = errors(after, &all[..1]) < errors(before, &all[..1]);
    let is_error = finding.severity == Severity::Error;
    errors(after, &all) <= errors(before, &all)
        && (mends || finding.category != Category::Syntax || !is_error)
}

#[test]
fn a_fix_mends_its_finding_and_breaks_nothing() {
    let mut failures = Vec::new();
    let mut tried = Vec::new();
    for (rule, page) in pages() {
        for example in examples(&page) {
            let (file, settings) = settings(&example.info, rule);
            let Ok(text) = String::from_utf8(example.text) else {
                continue;
            };
            let before = check(&file, &text, &settings);
            for finding in before.iter().filter(|it| is_of(rule, &it.rule)) {
                let Some(fix) = &finding.fix else { continue };
                tried.push(rule.id);
                let fixed = applied(&text, fix);
                let after = check(&file, &fixed, &settings);
                // What is mended may show what it hid.
                let same = |all: &[Finding]| {
                    let same = |it: &&Finding| {
                        (&it.rule, &it.message) == (&finding.rule, &finding.message)
                    };
                    all.iter().filter(same).count()
                };
                if same(&after) >= same(&before) || !leaves_sound(finding, &before, &after) {
                    failures.push(format!("{}: {}\n{fixed}\n{after:#?}", rule.id, fix.title));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    tried.dedup();
    let promised = rules::all().iter().filter(|rule| rule.fix.is_some());
    let missing: Vec<&str> = promised
        .map(|rule| rule.id)
        .filter(|id| !tried.contains(id))
        .filter(|id| *id != rules::SHELLCHECK || support::shellcheck().is_some())
        .collect();
    assert!(
        missing.is_empty(),
        "no example shows the fix of {missing:?}"
    );
}
