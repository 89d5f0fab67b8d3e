//! The component for GitLab.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use serde_yaml::Value;

use super::checkers::judge;
use super::file;
use super::jobs::gitlab;
use super::sandbox::Sandbox;
use super::support::cli::{BAD, GOOD, Run};

const TEMPLATE: &str = "templates/codemagic-lint.yml";

/// The two documents: what inputs there are, and the job.
fn documents() -> (String, String) {
    let text = file(TEMPLATE);
    let (spec, job) = text.split_once("\n---\n").unwrap();
    (spec.to_owned(), job.to_owned())
}

/// The job as GitLab makes it of the template.
pub fn expanded(inputs: &[(&str, &str)]) -> String {
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
        job = job.replace(&format!("$[[ inputs.{name} ]]"), value);
    }
    assert!(!job.contains("$[["), "{job}");
    job
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
