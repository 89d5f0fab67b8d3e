//! Bad input of every kind: whatever is given, the program ends, says what is
//! wrong and where, and does not panic.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

#[path = "../support/mod.rs"]
mod support;

mod amounts;
mod bytes;
mod files;
mod inputs;
mod repository;
mod sharing;
mod structure;
mod suite;

use support::cli::{Project, Run};

/// A workflow without findings, and without a line break at its end.
const WORKFLOW: &str = "workflows:\n  a:\n    name: A\n    scripts:\n      - ls\n";

/// Checks a file of this content.
fn check(content: impl AsRef<[u8]>) -> Run {
    let project = Project::new(&[]);
    project.write("codemagic.yaml", content);
    project.run(&["check", "--output-format", "json"])
}

/// Checks a file in which a rule must find something, at this line and column.
fn finds(content: impl AsRef<[u8]>, rule: &str, line: u64, column: u64) {
    let content = content.as_ref();
    let run = check(content);
    run.ends_with(1);
    let places = places(&run, rule);
    let shown = String::from_utf8_lossy(&content[..content.len().min(80)]);
    let rules = run.rules();
    assert!(
        places.contains(&(line, column)),
        "{shown:?}: `{rule}` at {places:?}, and {rules:?}"
    );
}

/// Checks a file that may have findings or not: it is read to its end.
fn ends(content: impl AsRef<[u8]>) -> Run {
    let run = check(content);
    assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
    assert_eq!(run.stderr, "");
    assert_eq!(run.files(), ["codemagic.yaml"]);
    run
}

/// Where the findings of a rule begin: line and column.
fn places(run: &Run, rule: &str) -> Vec<(u64, u64)> {
    let json = run.json();
    let findings = json["files"][0]["findings"].as_array().unwrap();
    let findings = findings.iter().filter(|finding| finding["rule"] == rule);
    findings
        .map(|finding| {
            let start = &finding["span"]["start"];
            let number = |key: &str| start[key].as_u64().unwrap();
            (number("line"), number("column"))
        })
        .collect()
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// So many where that is fast, and a tenth of them in debug builds.
fn many(count: usize) -> usize {
    if cfg!(debug_assertions) {
        count / 10
    } else {
        count
    }
}
