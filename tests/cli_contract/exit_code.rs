//! 0 for nothing at or above the threshold, 1 for something, 2 for trouble. The
//! format changes nothing.

use codemagic_lint::report::Format;
use rayon::prelude::*;

use crate::support::cli::{BAD, GOOD, Project};

/// From the worst; `never` is a threshold only.
const THRESHOLDS: [&str; 5] = ["never", "error", "warning", "info", "hint"];

/// The severity of the only finding; `None` for a file without any.
const SEVERITIES: [Option<&str>; 5] = [
    None,
    Some("hint"),
    Some("info"),
    Some("warning"),
    Some("error"),
];

/// A finding fails the run when its severity is the threshold or worse.
fn expected(severity: Option<&str>, threshold: &str) -> i32 {
    let place = |name: &str| THRESHOLDS.iter().position(|it| *it == name).unwrap();
    let fails = severity.is_some_and(|severity| place(severity) <= place(threshold));
    i32::from(fails && threshold != "never")
}

fn project(severity: Option<&str>, config: &str) -> Project {
    let text = if severity.is_some() { BAD } else { GOOD };
    let severity = severity.unwrap_or("error");
    let config =
        format!("select = [\"unknown-key\"]\n{config}[severity]\nunknown-key = \"{severity}\"\n");
    Project::new(&[("codemagic.yaml", text), ("codemagic-lint.toml", &config)])
}

fn assert_code(project: &Project, arguments: &[&str], expected: i32) {
    let mut all = vec!["check", "codemagic.yaml"];
    all.extend(arguments);
    let run = project.run(&all);
    run.ends_with(expected);
}

#[test]
fn the_code_follows_threshold_and_severity_in_every_format() {
    let cases = SEVERITIES.iter().flat_map(|severity| {
        let formats = Format::ALL.into_iter();
        formats.flat_map(move |format| THRESHOLDS.map(|threshold| (*severity, format, threshold)))
    });
    let cases: Vec<_> = cases.collect();
    assert_eq!(cases.len(), 5 * 9 * 5);
    cases
        .into_par_iter()
        .for_each(|(severity, format, threshold)| {
            let arguments = ["--output-format", format.name(), "--fail-on", threshold];
            let expected = expected(severity, threshold);
            assert_code(&project(severity, ""), &arguments, expected);
        });
}

#[test]
fn the_threshold_may_stand_in_the_configuration() {
    for severity in SEVERITIES {
        for threshold in THRESHOLDS {
            let config = format!("fail-on = \"{threshold}\"\n");
            let project = project(severity, &config);
            assert_code(&project, &[], expected(severity, threshold));
        }
    }
}

#[test]
fn the_command_line_beats_the_configuration() {
    let project = project(Some("warning"), "fail-on = \"never\"\n");
    assert_code(&project, &["--fail-on", "hint"], 1);
    assert_code(&project, &["--fail-on", "error"], 0);
}

#[test]
fn only_errors_fail_by_default() {
    for severity in SEVERITIES {
        let expected = i32::from(severity == Some("error"));
        assert_code(&project(severity, ""), &[], expected);
    }
}

#[test]
fn trouble_beats_findings_and_hides_none() {
    let project = project(Some("error"), "");
    let arguments = [
        "check",
        "codemagic.yaml",
        "none.yaml",
        "--output-format",
        "json",
    ];
    for threshold in ["error", "never"] {
        let run = project.run(&[&arguments[..], &["--fail-on", threshold]].concat());
        run.fails_with(&["error: `none.yaml` does not exist\n"]);
        assert_eq!(run.rules(), ["unknown-key"]);
    }
}

#[test]
fn wrong_usage_is_trouble() {
    for (arguments, words) in [
        (
            &["check", "--fail-on", "fatal"][..],
            &["fatal", "never"][..],
        ),
        (&["check", "--output-format", "jsn"], &["jsn", "'json'"]),
        (&["check", "--color", "maybe"], &["maybe", "always"]),
        (
            &["check", "--max-findings", "many"],
            &["many", "expected a whole number"],
        ),
        (&["check", "--max-findings", "-1"], &["-1"]),
        (
            &["check", "--now", "yesterday"],
            &["yesterday", "2026-01-31T12:00:00Z"],
        ),
        (
            &["check", "--now", "2026-01-31"],
            &["2026-01-31", "with a zone"],
        ),
        (
            &["check", "--quiet", "--verbose"],
            &["--quiet", "--verbose"],
        ),
        (&["check", "--write-baseline"], &["--baseline"]),
        (
            &["check", "--stdin-filename", "x"],
            &["`--stdin-filename`", "add `-`"],
        ),
        (&["check", "--frobnicate"], &["--frobnicate"]),
        (&["chek"], &["chek", "'check'"]),
        (&[], &["Usage: codemagic-lint"]),
    ] {
        crate::support::cli::run(arguments).fails_with(words);
    }
}
