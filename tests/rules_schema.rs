//! Rules about structure: wordings beyond those of the pages, and what their
//! fixes do.

mod support;

use codemagic_lint::finding::{Category, Finding, Safety};
use codemagic_lint::rules::Settings;

/// A workflow with these lines in it.
fn workflow(lines: &str) -> String {
    let mut text = String::from("workflows:\n  a:\n    name: A\n");
    for line in lines.lines() {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    if !lines.contains("scripts:") {
        text.push_str("    scripts:\n      - ls\n");
    }
    text
}

/// What is found in the structure of a text; other rules may find more.
fn structural(text: &str, settings: &Settings) -> Vec<Finding> {
    let mut findings = support::check_with(text, settings);
    findings.retain(|it| matches!(it.category, Category::Schema | Category::Syntax));
    findings
}

fn shown(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{}: {}", finding.rule, finding.message))
        .collect()
}

/// Lines of a workflow, and the only finding that they give.
const WORDINGS: &[(&str, &str)] = &[
    (
        "events:\n  - push",
        "misplaced-key: `events` belongs under `triggering`",
    ),
    (
        "ios_signing:\n  distribution_type: app_store",
        "misplaced-key: `ios_signing` belongs under `environment`",
    ),
    (
        "groups:\n  - a",
        "misplaced-key: `groups` belongs under `environment`",
    ),
    (
        "when:\n  events:\n    - push",
        "misplaced-key: `events` belongs under `triggering`",
    ),
    (
        "when:\n  branch_patterns:\n    - pattern: main",
        "misplaced-key: `branch_patterns` belongs under `triggering`",
    ),
    (
        "triggering:\n  when:\n    condition: a",
        "misplaced-key: `when` belongs directly under the workflow",
    ),
    (
        "environment:\n  integrations:\n    app_store_connect: key",
        "misplaced-key: `integrations` belongs directly under the workflow",
    ),
    (
        "environment:\n  app_store_connect:\n    auth: integration",
        "misplaced-key: `app_store_connect` belongs under `publishing`",
    ),
    (
        "environment:\n  flavor: x",
        "misplaced-key: `flavor` belongs under `environment.flutter`",
    ),
    (
        "scripts:\n  - script: ls\n    flavor: x",
        "misplaced-key: `flavor` belongs under `environment.flutter`",
    ),
    (
        "test_report: a.xml",
        "misplaced-key: `test_report` belongs in an item of `scripts`",
    ),
    (
        "MATCH_PASSWORD: x",
        "misplaced-key: `MATCH_PASSWORD` belongs under `environment.vars`",
    ),
    (
        "environment:\n  XCODE: latest",
        "unknown-key: unknown key `XCODE`; did you mean `xcode`?",
    ),
    (
        "flutter_project: app",
        "foreign-ci-key: `flutter_project` is not a Codemagic key: use `working_directory`",
    ),
    (
        "cache:\n  paths:\n    - a",
        "foreign-ci-key: `paths` is not a Codemagic key: use `cache_paths`",
    ),
    (
        "scripts:\n  - name: a\n    run: ls",
        "foreign-ci-key: `run` is not a Codemagic key: use `script`",
    ),
    (
        "publishing:\n  telegram:\n    token: $T",
        "unsupported-publisher: `telegram` is not a publisher of Codemagic: use a step of `publishing.scripts`",
    ),
    (
        "publishing:\n  stellar:\n    token: $T",
        "unknown-key: unknown key `stellar`",
    ),
    (
        "scripts:\n  - - ls",
        "nested-list-alias: an item of `scripts` cannot be a list itself",
    ),
    (
        "scripts:\n  - 12",
        "wrong-type: an item of `scripts` must be text, not a whole number",
    ),
    (
        "working_directory: {DIR}",
        "wrong-type: `{DIR}` is a mapping in YAML: fill in or quote it",
    ),
    (
        "environment:\n  android_signing:\n    - {{ KEYSTORE }}",
        "wrong-type: `{{ KEYSTORE }}` is a mapping in YAML: fill in or quote it",
    ),
    (
        "triggering:\n  events:\n    - push\n  branch_patterns:\n    - pattern: main\n      include: $X",
        "variable-not-allowed-here: `include` takes no variable: `$X` is not filled in",
    ),
    (
        "environment:\n  vars:\n    A: [1, 2]",
        "wrong-type: `A` must be text, a number or `true` or `false`, not a list",
    ),
    (
        "environment:\n  vars:\n    A:",
        "null-value: `A` has no value",
    ),
    (
        "scripts:\n  - name: empty\n    script: |\n",
        "empty-string-value: `script` must not be empty text",
    ),
    (
        "instance_type: mac_mini_m3",
        "invalid-enum: `instance_type` cannot be `mac_mini_m3`; did you mean `mac_mini_m2`?",
    ),
    (
        "inputs:\n  a:\n    description: A\n    type: bool",
        "invalid-enum: `type` cannot be `bool`; did you mean `boolean`?",
    ),
    (
        "max_build_duration: -5",
        "build-duration-range: `max_build_duration` must be at least 1 minute, not `-5`",
    ),
];

#[test]
fn each_mistake_has_one_finding_in_its_words() {
    let mut failures = Vec::new();
    for (lines, expected) in WORDINGS {
        let found = shown(&structural(&workflow(lines), &Settings::default()));
        if found != [*expected] {
            failures.push(format!(
                "{lines}\n  expected {expected}\n  found {found:#?}"
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Lines in which nothing is to be found.
const SILENT: &[&str] = &[
    "instance_type: $MACHINE",
    "max_build_duration: ${{ inputs.minutes }}",
    "max_build_duration: 120",
    "environment:\n  vars:\n    TITLE: Find your way\n    KEY: $YOUR_KEY",
    "environment:\n  ios_signing:\n    distribution_type: ${{ inputs.kind }}\n    bundle_identifier: $ID",
    "publishing:\n  email:\n    recipients:\n      - $ME",
];

#[test]
fn what_may_be_right_is_left_alone() {
    let rules = ["schema", "placeholder-value", "build-duration-range"];
    for lines in SILENT {
        let mut findings = support::check(&workflow(lines));
        findings.retain(|it| it.category.name() == "schema" || rules.contains(&it.rule.as_ref()));
        assert!(findings.is_empty(), "{lines}\n{:#?}", shown(&findings));
    }
}

#[test]
fn keys_at_the_top_are_judged_by_what_they_hold() {
    let rest = "workflows:\n  a:\n    name: A\n    scripts:\n      - ls\n";
    let cases = [
        ("x-notes: 1\n", None),
        ("definitions:\n  a: 1\n", None),
        (
            "version: 2\n",
            Some("`version` at the top of the file is ignored"),
        ),
        (
            "vars:\n  A: 1\n",
            Some("`vars` at the top of the file is ignored: it belongs in a workflow"),
        ),
    ];
    for (top, expected) in cases {
        let found = structural(&format!("{top}{rest}"), &Settings::default());
        let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, Vec::from_iter(expected), "{top}");
    }
    let shared = "steps: &steps\n  - ls\nworkflows:\n  a:\n    name: A\n    scripts: *steps\n";
    assert!(structural(shared, &Settings::default()).is_empty());
    let misspelt = "workflow:\n  a:\n    scripts:\n      - ls\n";
    let found = support::check(misspelt);
    let hint = found
        .iter()
        .find(|it| it.rule == "unknown-root-key")
        .unwrap();
    assert_eq!(hint.fix.as_ref().unwrap().edits[0].text, "workflows");
}

#[test]
fn machines_of_the_configuration_are_known() {
    let text = workflow("instance_type: mac_mini_m9");
    let mut settings = Settings::default();
    assert_eq!(
        support::ids(&structural(&text, &settings)),
        ["invalid-enum"]
    );
    settings.known.instance_types = vec!["mac_mini_m9".into()];
    assert!(structural(&text, &settings).is_empty());
}

/// Lines with one mistake, the lines after its fix, and how sure the fix is.
const FIXES: &[(&str, &str, Safety)] = &[
    ("name: 12", "name: '12'", Safety::Safe),
    (
        "max_build_duration: '60'",
        "max_build_duration: 60",
        Safety::Safe,
    ),
    (
        "when:\n  condition: yes",
        "when:\n  condition: 'yes'",
        Safety::Unsafe,
    ),
    (
        "triggering:\n  cancel_previous_builds: \"True\"",
        "triggering:\n  cancel_previous_builds: true",
        Safety::Safe,
    ),
    (
        "instance_type: Linux_X2",
        "instance_type: linux_x2",
        Safety::Safe,
    ),
    (
        "instance_type: linux_x22",
        "instance_type: linux_x2",
        Safety::Unsafe,
    ),
    ("scripts: ls", "scripts:\n  - ls", Safety::Safe),
    (
        "scripts: |\n  ls\n  pwd",
        "scripts:\n- |\n  ls\n  pwd",
        Safety::Safe,
    ),
    (
        "scripts:\n  name: a\n  script: |\n    ls",
        "scripts:\n- name: a\n  script: |\n    ls",
        Safety::Safe,
    ),
    (
        "environment:\n  groups: secrets",
        "environment:\n  groups:\n    - secrets",
        Safety::Unsafe,
    ),
    ("artifact:\n  - a", "artifacts:\n  - a", Safety::Unsafe),
    (
        "labels:\nscripts:\n  - ls",
        "scripts:\n  - ls",
        Safety::Unsafe,
    ),
];

#[test]
fn fixes_mend_what_they_are_for() {
    for (before, after, safety) in FIXES {
        let before = workflow(before).replacen("    name: A\n", "", 1);
        let after = workflow(after).replacen("    name: A\n", "", 1);
        let found = structural(&before, &Settings::default());
        let [finding] = found.as_slice() else {
            panic!("{before}{:#?}", shown(&found));
        };
        let fix = finding.fix.as_ref().expect(&before);
        assert_eq!(fix.safety, *safety, "{before}");
        let edit = &fix.edits[0];
        let mut text = before.clone();
        text.replace_range(edit.span.range(), &edit.text);
        assert_eq!(text, after);
        assert!(structural(&text, &Settings::default()).is_empty(), "{text}");
    }
}

#[test]
fn shared_values_are_not_changed_for_all_without_asking() {
    let text = "definitions:\n  minutes: &minutes '60'\nworkflows:\n  a:\n    name: A\n    max_build_duration: *minutes\n    scripts:\n      - ls\n";
    let found = structural(text, &Settings::default());
    assert_eq!(support::ids(&found), ["wrong-type"]);
    assert_eq!(found[0].fix.as_ref().unwrap().safety, Safety::Unsafe);
}
