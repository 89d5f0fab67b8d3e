//! What is made from the code: the index of rules, the picture of a run.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use codemagic_lint::finding::{Category, Safety};
use codemagic_lint::rules::{self, Rule};

use super::{page, program, support};

/// What the picture in README shows.
const PICTURE: &str = "codemagic-lint check --select unknown-key,asc-integration-undeclared \
                       fixtures/workflows/ios-release/codemagic.yaml";

/// Compares a made file with what is made now, or writes it.
pub(super) fn assert_current(name: &str, text: &str) {
    let path = support::root().join(name);
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::write(&path, text).unwrap();
    }
    let current = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        current.replace("\r\n", "\n") == text,
        "{name} is out of date: run the tests with UPDATE_DOCS=1"
    );
}

#[test]
fn the_index_of_rules_is_current() {
    let name = "docs/rules/README.md";
    let text = page(name);
    let (begin, end) = (
        "<!-- made from the rules: begin -->\n",
        "<!-- made from the rules: end -->",
    );
    let (before, rest) = text
        .split_once(begin)
        .expect("the index begins with a marker");
    let (_, after) = rest.split_once(end).expect("the index ends with a marker");
    assert_current(name, &format!("{before}{begin}{}{end}{after}", index()));
}

fn index() -> String {
    let mut text = String::new();
    for category in Category::ALL {
        let mut list: Vec<&Rule> = rules::all().to_vec();
        list.retain(|rule| rule.category == category);
        list.sort_unstable_by_key(|rule| rule.id);
        if list.is_empty() {
            continue;
        }
        let mut heading = category.name().to_owned();
        heading[..1].make_ascii_uppercase();
        let _ = writeln!(
            text,
            "\n## {heading}\n\n| Rule | Severity | Fix | Finds |\n| --- | --- | --- | --- |"
        );
        for rule in list {
            let severity = if rule.pedantic {
                "off"
            } else {
                rule.severity.name()
            };
            let fix = match rule.fix {
                Some(Safety::Safe) => "safe",
                Some(Safety::Unsafe) => "unsafe",
                None => "",
            };
            let id = rule.id;
            let summary = rule.summary.replace('|', "\\|");
            let _ = writeln!(text, "| [{id}]({id}.md) | {severity} | {fix} | {summary} |");
        }
    }
    text.push('\n');
    text
}

#[test]
fn the_picture_shows_a_real_run() {
    let arguments: Vec<&str> = PICTURE.split_whitespace().skip(1).collect();
    let colored: Vec<&str> = [&arguments[..], &["--color", "always"]].concat();
    let run = program(&colored).output().unwrap();
    let python = Command::new(support::python())
        .arg(support::root().join("scripts/screenshot.py"))
        .arg(PICTURE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = python else {
        support::skip("Python");
        return;
    };
    python.stdin.take().unwrap().write_all(&run.stdout).unwrap();
    let picture = python.wait_with_output().unwrap();
    assert!(picture.status.success());
    assert_current(
        "docs/screenshot.svg",
        &String::from_utf8(picture.stdout).unwrap(),
    );
}
