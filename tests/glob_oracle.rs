//! Branch and tag patterns against `wcmatch`, which the documentation names as the
//! one that decides.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

#[path = "glob_oracle/generator.rs"]
mod generator;

use std::process::Command;

use codemagic_lint::expression::glob::Pattern;
use serde_json::{Value, json};

use generator::{Case, Random};

/// Each with up to nine names.
const PATTERNS: usize = 3000;

/// Fewest pairs that must be compared.
const FEWEST: usize = 20_000;

/// Patterns that may be passed over because wcmatch itself does not cope with them:
/// of a thousand.
const MOST_PASSED_OVER: usize = 20;

#[test]
fn patterns_match_what_wcmatch_matches() {
    let mut random = Random::new(seed());
    let cases: Vec<Case> = (0..PATTERNS)
        .map(|_| generator::case(&mut random))
        .collect();
    let Some(answers) = ask(&cases) else { return };
    let (mut pairs, mut matching, mut passed_over) = (0, 0, 0);
    let mut different = Vec::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let pattern = Pattern::parse(&case.pattern);
        if pattern.is_readable() == (answer["limit"] == true) {
            different.push(format!("{:?}: {answer}", case.pattern));
        }
        let Some(theirs) = answer["matches"].as_array() else {
            // A pattern beyond the limit, one that wcmatch fails at (it looks for the
            // longest of no lengths), or one that takes forever.
            passed_over += usize::from(answer["limit"] != true);
            continue;
        };
        if answer["joined"] == true {
            passed_over += 1;
            continue;
        }
        for (index, name) in case.names.iter().enumerate() {
            let theirs = theirs[index] == true;
            pairs += 1;
            matching += usize::from(theirs);
            if pattern.matches(name) != theirs {
                different.push(format!("{:?} {name:?}: theirs is {theirs}", case.pattern));
            }
            // What makes the flag a matter of taste.
            let same = answer["without_dotmatch"][index] == theirs;
            if !same && !name.starts_with('.') {
                different.push(format!("{:?} {name:?}: DOTMATCH matters", case.pattern));
            }
        }
    }
    println!("{pairs} pairs, {matching} of them match, {passed_over} patterns passed over");
    let shown: Vec<_> = different.iter().take(10).map(String::as_str).collect();
    let count = different.len();
    assert!(
        different.is_empty(),
        "{count} differ:\n{}",
        shown.join("\n")
    );
    assert!(pairs >= FEWEST, "{pairs} pairs");
    let balance = matching * 100 / pairs;
    assert!((35..=65).contains(&balance), "{balance} % match");
    assert!(
        passed_over * 1000 <= PATTERNS * MOST_PASSED_OVER,
        "{passed_over}"
    );
}

/// The same cases every time, unless `GLOB_ORACLE_SEED` asks for others.
fn seed() -> u64 {
    let given = std::env::var("GLOB_ORACLE_SEED").ok();
    given.map_or(20_260_601, |seed| seed.parse().unwrap())
}

fn ask(cases: &[Case]) -> Option<Vec<Value>> {
    let questions = tempfile::NamedTempFile::new().unwrap();
    let answers = tempfile::NamedTempFile::new().unwrap();
    let lines: Vec<String> = cases
        .iter()
        .map(|case| json!({"pattern": case.pattern, "names": case.names}).to_string())
        .collect();
    std::fs::write(questions.path(), lines.join("\n")).unwrap();
    let asked = Command::new(support::python())
        .arg(support::root().join("scripts/wcmatch-oracle.py"))
        .args([questions.path(), answers.path()])
        .status();
    if !asked.is_ok_and(|status| status.success()) {
        support::skip("Python with wcmatch");
        return None;
    }
    let lines = support::read(answers.path());
    Some(
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}
