//! `triggers`: streams, exit codes, arguments.

use codemagic_lint::triggers::report::triggers_schema;
use serde_json::{Value, json};

use crate::support::cli::{Project, run};

const FILE: &str = "\
workflows:
  ios:
    triggering:
      events: [push, pull_request_labelled, tag]
      branch_patterns:
        - pattern: '*'
          include: false
        - pattern: main
      tag_patterns: [{pattern: 'v*'}]
    when:
      changeset: {includes: [ios/]}
      condition: env.DEPLOY == \"true\"
    scripts:
      - name: Ship
        script: ls
        when: {condition: 'event.pull_request.labels[0].name == \"ship\"'}
  manual: {scripts: [ls]}
";

fn project() -> Project {
    Project::new(&[("codemagic.yaml", FILE)])
}

/// Verdict, start and summary of the workflow `ios`.
fn ask(arguments: &[&str]) -> (String, String, String, Value) {
    let mut all = vec!["triggers", "--output-format", "json", "--event"];
    all.extend(arguments);
    let run = project().run(&all);
    run.ends_with(0);
    let object = run.json();
    let schema = jsonschema::validator_for(&triggers_schema()).unwrap();
    let errors: Vec<_> = schema
        .iter_errors(&object)
        .map(|it| it.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{object}");
    let workflow = object["workflows"][0].clone();
    let text = |key: &str| workflow[key].as_str().unwrap().to_owned();
    (text("verdict"), text("starts"), text("summary"), workflow)
}

/// Event, what else is told, and the verdict, start and summary.
type Case = (
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
    &'static str,
    &'static str,
);

#[test]
fn answers_depend_on_what_is_told() {
    const DEPLOY: &[&str] = &["--env", "DEPLOY=true", "--changed", "ios/a.swift"];
    let cases: [Case; 9] = [
        (
            &["push", "--branch", "main"],
            DEPLOY,
            "yes",
            "yes",
            "starts",
        ),
        (
            &["push", "--branch", "dev"],
            DEPLOY,
            "no",
            "no",
            "does not start: `*` leaves out the branch `dev`",
        ),
        (
            &["push"],
            DEPLOY,
            "unknown",
            "unknown",
            "may start: depends on the branch: pass `--branch`",
        ),
        (
            &["push", "--branch", "main"],
            &["--changed", "ios/a", "--env", "DEPLOY=no"],
            "no",
            "yes",
            "is skipped: its condition does not hold",
        ),
        (
            &["push", "--branch", "main"],
            &["--changed", "lib/a", "--env", "DEPLOY=true"],
            "no",
            "yes",
            "is skipped: no changed file counts for its changeset",
        ),
        (
            &["push", "--branch", "main"],
            &["--changed", "codemagic.yaml"],
            "unknown",
            "yes",
            "may be skipped: depends on `env.DEPLOY`: pass `--env DEPLOY=…`",
        ),
        (
            &["tag", "--tag", "1.0"],
            DEPLOY,
            "no",
            "no",
            "does not start: no pattern of `tag_patterns` matches the tag `1.0`",
        ),
        (
            &["tag", "--tag", "v1", "--branch", "dev"],
            DEPLOY,
            "yes",
            "yes",
            "starts",
        ),
        (
            &["pull_request", "--branch", "main"],
            DEPLOY,
            "no",
            "no",
            "does not start: `pull_request` is not among its events",
        ),
    ];
    for (event, told, verdict, starts, summary) in cases {
        let arguments: Vec<&str> = event.iter().chain(told).copied().collect();
        let found = ask(&arguments);
        assert_eq!(
            (&*found.0, &*found.1, &*found.2),
            (verdict, starts, summary),
            "{arguments:?}"
        );
    }
}

#[test]
fn labels_payloads_and_both_spellings_are_understood() {
    let event = [
        "pull_request_labeled",
        "--branch",
        "main",
        "--changed",
        "ios/a",
        "--env",
        "DEPLOY=true",
    ];
    for name in ["pull_request_labeled", "pull_request_labelled"] {
        let mut arguments = event.to_vec();
        arguments[0] = name;
        arguments.extend(["--label", "ship"]);
        let (verdict, _, _, workflow) = ask(&arguments);
        assert_eq!(verdict, "yes");
        assert_eq!(workflow["steps"][0]["when"]["verdict"], "yes");
    }
    let (_, _, _, workflow) = ask(&event);
    let needs = &workflow["steps"][0]["when"]["condition"]["needs"];
    assert_eq!(needs[0]["name"], "event.pull_request.labels[0].name");
    let project = project();
    project.write(
        "payload.json",
        json!({"pull_request": {"labels": [{"name": "other"}]}}).to_string(),
    );
    let mut arguments = vec![
        "triggers",
        "--output-format",
        "json",
        "--payload",
        "payload.json",
        "--event",
    ];
    arguments.extend(event);
    let object = project.run(&arguments).json();
    assert_eq!(object["workflows"][0]["steps"][0]["when"]["verdict"], "no");
    project.write("payload.json", "[]");
    project
        .run(&arguments)
        .fails_with(&["`payload.json` is no JSON object"]);
}

#[test]
fn what_does_not_fit_is_wrong_usage() {
    let project = project();
    let cases: [(&[&str], &str); 13] = [
        (
            &["--event", "push", "--tag", "v1"],
            "`--tag` does not fit `--event push`",
        ),
        (
            &["--event", "pull_request", "--tag", "v1"],
            "`--tag` does not fit",
        ),
        (
            &["--event", "push", "--target", "main"],
            "`--target` does not fit",
        ),
        (
            &["--event", "tag", "--target", "main"],
            "`--target` does not fit",
        ),
        (
            &["--event", "push", "--draft", "true"],
            "`--draft` does not fit",
        ),
        (
            &["--event", "tag", "--label", "x"],
            "`--label` does not fit",
        ),
        (&["--event", "schedule"], "pull_request_labeled"),
        (&[], "--event"),
        (
            &["--event", "push", "--branch", "refs/heads/main"],
            "without `refs/heads/`",
        ),
        (
            &["--event", "push", "--changed", "/etc/passwd"],
            "relative to the repository",
        ),
        (
            &["--event", "push", "--env", "DEPLOY"],
            "`--env` expects `NAME=value`",
        ),
        (
            &["--event", "push", "--workflow", "manuel"],
            "did you mean `manual`",
        ),
        (&["--event", "push", "nowhere.yaml"], "nowhere.yaml"),
    ];
    for (arguments, word) in cases {
        let mut all = vec!["triggers"];
        all.extend(arguments);
        project.run(&all).fails_with(&[word]);
    }
    // What might be a secret is not repeated.
    let refused = project.run(&["triggers", "--event", "push", "--env", "=hunter2"]);
    assert!(!refused.stderr.contains("hunter2"), "{refused:?}");
    refused.fails_with(&["NAME=value"]);
    let broken = project.run_with_input(&["triggers", "-", "--event", "push"], "a: [\n");
    broken.fails_with(&["<stdin>:1:4"]);
    let empty = project.run_with_input(&["triggers", "-", "--event", "push"], "a: 1\n");
    empty.fails_with(&["no workflows"]);
    let nowhere = run(&["triggers", "--event", "push"]);
    nowhere.fails_with(&["there is no codemagic.yaml below `.`"]);
}

#[test]
fn people_read_a_line_for_each_workflow_first() {
    let project = project();
    let run = project.run(&["triggers", "--event", "push", "--branch", "dev"]);
    run.ends_with(0);
    let expected = "\
A push to `dev` (codemagic.yaml)
✗ ios     does not start: `*` leaves out the branch `dev`
✗ manual  does not start: it has no `triggering`: builds start by hand, through the API or on a
          schedule (line 17)

ios  2:3
  4:16  ✓ `push` is among its events
  6:20  ✗ `*` leaves out the branch `dev` and decides: no later pattern matches
  8:20  · `main` does not match the branch `dev`
";
    assert_eq!(run.stdout, expected);
    let quiet = project.run(&[
        "triggers",
        "--event",
        "push",
        "--branch",
        "dev",
        "-q",
        "--workflow",
        "ios",
    ]);
    assert_eq!(quiet.stdout.lines().count(), 2);
    let colour = project.run(&["triggers", "--event", "push", "--color", "always"]);
    assert!(
        colour.stdout.contains("\u{1b}[31m✗\u{1b}[0m"),
        "{}",
        colour.stdout
    );
}

const OPEN: &str = "\
workflows:
  tagged: {triggering: {events: [tag, push], branch_patterns: [{pattern: $BR}, {pattern: 3.10}, {pattern: 99999999999999999999}]}}
  empty:
    triggering: {events: [push]}
    when: {changeset: {includes: []}}
  asks:
    triggering: {events: [push]}
    inputs: {flag: {description: f}}
  flow: {triggering: {events: [push], branch_patterns: [{pattern: '*'}, {pattern: main}, {pattern: 'm*'}]}}
  labels:
    triggering: {events: [pull_request_labeled]}
    when: {condition: 'event.label.name == \"ship\"'}
  tag_of_push:
    triggering: {events: [push]}
    when: {condition: 'env.CM_TAG == \"v1\"'}
";

#[test]
fn what_is_open_is_told_in_words_of_the_file() {
    let project = Project::new(&[("codemagic.yaml", OPEN)]);
    let ask = |arguments: &[&str]| {
        let mut all = vec!["triggers", "--event"];
        all.extend(arguments);
        project
            .run(&all)
            .stdout
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let push = ask(&["push", "--branch", "main", "--changed", "a"]);
    let tag = ask(&["tag", "--tag", "v1"]);
    let cases = [
        (
            &tag,
            "? tagged may start: depends on which tags match without `tag_patterns`",
        ),
        (&push, "`$BR`, whose variable or input is not known"),
        (&push, "`3.10`, which YAML does not read as text"),
        (
            &push,
            "`99999999999999999999`, which YAML reads as a number of more than 64 bits",
        ),
        (
            &push,
            "`includes`, which is empty: what an empty list means is not documented",
        ),
        (
            &push,
            "! asks starts, and fails: the input `flag` has no default",
        ),
        (&push, "but `main` and `m*` match too and come later"),
        (&push, "`env.CM_TAG`, which such an event does not set"),
    ];
    for (told, words) in cases {
        assert!(told.contains(words), "{words}\n{told}");
    }
    let labelled = ask(&["pull_request_labeled", "--label", "ship"]);
    assert!(labelled.contains("✓ labels starts"), "{labelled}");
    let two = ask(&["pull_request_labeled", "--label", "ship", "--label", "x"]);
    assert!(
        two.contains("`event.label.name`: pass one `--label`"),
        "{two}"
    );
    let json = project
        .run(&["triggers", "--event", "push", "--output-format", "json"])
        .json();
    let fails: Vec<_> = json["workflows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["fails"] == true)
        .collect();
    assert_eq!(fails, [false, false, true, false, false, false]);
}
