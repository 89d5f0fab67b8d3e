//! The component for GitLab.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value as Json;
use serde_yaml::Value;

use super::checkers::judge;
use super::file;
use super::jobs::gitlab;
use super::sandbox::Sandbox;
use super::support::cli::{BAD, GOOD, Run};
use super::support::python;

const TEMPLATE: &str = "templates/codemagic-lint.yml";

/// The two documents: what inputs there are, and the job.
fn documents() -> (String, String) {
    let text = file(TEMPLATE);
    let (spec, job) = text.split_once("\n---\n").unwrap();
    (spec.to_owned(), job.to_owned())
}

/// Whether GitLab takes a value: it looks for the pattern, in which `^` and `$` are the
/// ends of the whole text.
fn is_allowed(regex: &str, value: &str) -> bool {
    let script = "import re, sys\n\
        sys.exit(not re.search(sys.argv[1] + r'\\Z', sys.argv[2]))";
    let regex = regex.strip_suffix('$').unwrap();
    let run = Command::new(python())
        .args(["-c", script, regex, value])
        .status();
    run.unwrap().success()
}

/// The job as GitLab makes it of the template.
pub fn expanded(inputs: &[(&str, &str)]) -> String {
    try_expand(inputs).unwrap()
}

/// The job, or the name of the input whose value GitLab refuses.
fn try_expand(inputs: &[(&str, &str)]) -> Result<String, String> {
    let (spec, mut job) = documents();
    let spec: Value = serde_yaml::from_str(&spec).unwrap();
    let known = spec["spec"]["inputs"].as_mapping().unwrap();
    for (name, _) in inputs {
        assert!(
            known.contains_key(*name),
            "the component has no input `{name}`"
        );
    }
    for (name, input) in known {
        let name = name.as_str().unwrap();
        let given = inputs.iter().find(|(given, _)| *given == name);
        let value = given.map_or_else(|| input["default"].as_str().unwrap(), |(_, value)| value);
        let regex = input.get("regex").map(|it| it.as_str().unwrap());
        if regex.is_some_and(|regex| !is_allowed(regex, value)) {
            return Err(name.to_owned());
        }
        // Before GitLab 18.1 an empty text is never what a pattern asks for.
        assert!(regex.is_none() || !value.is_empty(), "{name}");
        job = job.replace(&format!("$[[ inputs.{name} ]]"), value);
    }
    assert!(!job.contains("$[["), "{job}");
    Ok(job)
}

fn run(sandbox: &Sandbox, inputs: &[(&str, &str)]) -> Run {
    let job = gitlab(&expanded(inputs)).remove(0);
    job.run(sandbox)
}

fn reports(sandbox: &Sandbox) -> Vec<Json> {
    let text = sandbox.project.read("gl-code-quality-report.json");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_template_is_as_gitlab_wants_it() {
    let (spec, _) = documents();
    judge("gitlab-ci", &spec);
    judge("gitlab-ci", &expanded(&[]));
    judge(
        "gitlab-ci",
        &expanded(&[("stage", "build"), ("paths", "a b")]),
    );
}

#[test]
fn findings_are_reported_and_fail_the_job() {
    for (text, code, count) in [(GOOD, 0, 0), (BAD, 1, 1)] {
        let sandbox = Sandbox::new(&[("codemagic.yaml", text)]);
        let job = run(&sandbox, &[]);
        assert_eq!(job.code, Some(code), "{job:?}");
        assert_eq!(reports(&sandbox).len(), count);
        assert!(
            sandbox
                .project
                .read("codemagic-lint.junit.xml")
                .contains("<testsuite")
        );
        let names = [
            "description",
            "check_name",
            "fingerprint",
            "severity",
            "location",
        ];
        for report in reports(&sandbox) {
            assert!(
                names.iter().all(|name| report.get(name).is_some()),
                "{report}"
            );
            assert_eq!(report["location"]["path"], "codemagic.yaml");
        }
    }
}

#[test]
fn inputs_are_options() {
    let files = [
        ("a/codemagic.yaml", BAD),
        ("b/codemagic.yaml", BAD),
        ("c/codemagic.yaml", GOOD),
        ("codemagic-lint.toml", "select = [\"unknown-key\"]\n"),
    ];
    for (inputs, code, count) in [
        (&[][..], 1, 2),
        (&[("paths", "a c")], 1, 1),
        (&[("paths", "c")], 0, 0),
        (&[("fail-on", "never")], 0, 2),
        (&[("baseline", "b.json"), ("paths", "a b")], 0, 0),
        (&[("paths", "$(touch evil)")], 2, 0),
        (&[("baseline", "$(touch evil)")], 2, 0),
    ] {
        let sandbox = Sandbox::new(&files);
        let write = "\"$PROGRAM\" check --baseline b.json --write-baseline -q";
        sandbox.shell(write).ends_with(0);
        let job = run(&sandbox, inputs);
        assert_eq!(job.code, Some(code), "{inputs:?} {job:?}");
        if code != 2 {
            assert_eq!(reports(&sandbox).len(), count, "{inputs:?}");
        }
        assert!(!sandbox.project.path("evil").exists());
    }
}

#[test]
fn what_yaml_would_read_as_something_else_is_refused_or_kept() {
    for (name, values) in [
        ("job-name", &["a\"b", "a\\b", "a\nb"][..]),
        ("stage", &["a\"b", "a: b", "a\nb", "[a]", "a #b"]),
        ("image", &["a\"b", "a b", "a\nb", "a: b"]),
        ("version", &["1\"", "1\\", "1\n", "1 2"]),
    ] {
        for value in values {
            let refused = try_expand(&[(name, value)]);
            assert_eq!(refused, Err(name.to_owned()), "{value:?}");
        }
    }
    for (name, value) in [
        ("job-name", "lint codemagic.yaml"),
        ("stage", ".pre"),
        ("image", "$CI_REGISTRY/a/b:1@sha256:0a"),
        ("version", "1.2.3"),
    ] {
        let job = expanded(&[(name, value)]);
        assert!(job.contains(value), "{job}");
    }
    for value in ["a\"b", r"a\b\", " a", "a: b # c", "- a", "'", "a\tb", ""] {
        let job = expanded(&[("paths", value), ("baseline", value)]);
        let job: Value = serde_yaml::from_str(&job).unwrap();
        let variables = &job["codemagic-lint"]["variables"];
        for name in ["CODEMAGIC_LINT_PATHS", "CODEMAGIC_LINT_BASELINE"] {
            assert_eq!(variables[name]["value"].as_str(), Some(value));
        }
    }
}

#[test]
fn an_image_that_has_the_program_needs_nothing_else() {
    let sandbox = Sandbox::new(&[("codemagic.yaml", GOOD)]);
    sandbox.install();
    // There is no such release to install.
    assert_eq!(run(&sandbox, &[("version", "99.0.0")]).code, Some(0));
}

#[test]
fn the_page_lists_every_input() {
    let (spec, _) = documents();
    let spec: Value = serde_yaml::from_str(&spec).unwrap();
    let inputs = spec["spec"]["inputs"].as_mapping().unwrap();
    let there: BTreeSet<&str> = inputs.keys().map(|name| name.as_str().unwrap()).collect();
    let page = file("docs/gitlab.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let listed: BTreeSet<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    assert_eq!(listed, there);
}
