//! `when`: conditions and changesets, where they stand and what may be said of
//! them.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::finding::{Finding, Safety, Severity};
use codemagic_lint::rules;
use support::{check_with, ids};

/// All rules about `when`, the pedantic ones too.
fn check(text: &str) -> Vec<Finding> {
    let mut settings = support::settings();
    for (index, rule) in rules::all().iter().enumerate() {
        if rule.pedantic && is_about_when(rule.id) {
            settings.selection.switch_on(index);
        }
    }
    let mut findings = check_with(text, &settings);
    findings.retain(|finding| is_about_when(&finding.rule));
    findings
}

fn is_about_when(id: &str) -> bool {
    id.starts_with("when-")
        || id.starts_with("changeset-")
        || id == "workflow-when-ignored-manually"
}

/// A workflow that pushes start, with a step under this condition.
fn step(condition: &str) -> String {
    format!(
        "workflows:\n  w:\n    triggering: {{events: [push]}}\n    inputs:\n      flag: {{description: d, type: boolean, default: true}}\n      count: {{description: d, type: number, default: 1}}\n      name: {{description: d, default: x}}\n      odd: {{description: d, type: 1, default: x}}\n    environment:\n      vars: {{RUN_TESTS: 'true'}}\n    scripts:\n      - script: ls\n        when:\n          condition: {condition}\n"
    )
}

/// The text of each finding with its rule.
fn told(text: &str) -> Vec<(&str, String)> {
    let findings = check(text);
    let of = |it: &Finding| (&text[it.span.range()], it.rule.to_string());
    findings.iter().map(of).collect()
}

fn apply(text: &str, findings: &[Finding]) -> String {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    let mut edits: Vec<_> = fixes.flat_map(|fix| fix.edits.clone()).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.start(), edit.span.end())));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

#[test]
fn conditions_are_judged() {
    let event = "event.a == \"x\"";
    #[rustfmt::skip]
    let cases: &[(&str, &[(&str, &str)])] = &[
        (event, &[]),
        ("${{ inputs.flag }}", &[]),
        ("${{ inputs.name }} == \"x\"", &[]),
        ("'${{ env.A }}'", &[]),
        ("env.CM_BRANCH == \"main\" or env.RUN_TESTS == \"true\"", &[]),
        ("env.CM_BRANCH", &[]),
        ("'{{ inputs.flag }}'", &[]),
        // One finding each, whatever else is said about the place.
        ("$MISSING == \"x\"", &[("$MISSING", "when-shell-variable")]),
        ("$env:MISSING == \"x\"", &[("$env:MISSING", "when-shell-variable")]),
        ("env.CM_TAG && $A", &[("&&", "when-operator"), ("$A", "when-shell-variable")]),
        ("env.CM_TAG ==", &[("", "when-syntax")]),
        ("env.CM_TAG eq main", &[("eq", "when-syntax")]),
        ("contains(env.CM_TAG, main)", &[("contains(", "when-syntax")]),
        ("env.CM_TAG && env.CM_TAG ==", &[("&&", "when-operator"), ("", "when-syntax")]),
        ("not env.CM_TAG and ==", &[("==", "when-syntax")]),
        ("env.MISSING == ==", &[("MISSING", "when-unknown-env"), ("==", "when-syntax")]),
        ("env.CM_TAG == 'a' or env.CM_TAG == 'b'", &[("'a'", "when-undocumented-operator")]),
        ("env.CM_TAG != 'a'", &[("!=", "when-undocumented-operator"), ("'a'", "when-undocumented-operator")]),
        ("event.a == None or event.a == True or event.a == False", &[("None", "when-undocumented-operator"), ("True", "when-undocumented-operator"), ("False", "when-undocumented-operator")]),
        ("event.a is null", &[("is", "when-undocumented-operator"), ("null", "when-undocumented-operator")]),
        ("event[\"a\"] in [\"b\"] or event.a < 1", &[("\"a\"", "when-undocumented-operator"), ("in", "when-undocumented-operator"), ("<", "when-undocumented-operator")]),
        ("github.ref == \"x\"", &[("github", "when-unknown-root")]),
        ("env.CM_BRANCH == main", &[("main", "when-unknown-root")]),
        ("inputs.flag", &[("inputs", "when-unknown-root")]),
        ("inputs[0]", &[("inputs", "when-unknown-root")]),
        ("env.MISSING == \"x\"", &[("MISSING", "when-unknown-env")]),
        ("env[\"MISSING\"] == \"x\"", &[("\"MISSING\"", "when-undocumented-operator"), ("\"MISSING\"", "when-unknown-env")]),
        ("env.FCI_BRANCH == \"x\"", &[]),
        ("env == \"x\"", &[]),
        ("env.RUN_TESTS == true", &[("true", "when-env-compare-bool")]),
        ("false == env.RUN_TESTS", &[("false", "when-env-compare-bool")]),
        ("(env.RUN_TESTS) == (1)", &[("1", "when-env-compare-bool")]),
        ("env.RUN_TESTS != 1", &[("!=", "when-undocumented-operator"), ("1", "when-env-compare-bool")]),
        ("env.RUN_TESTS < 1", &[("<", "when-undocumented-operator")]),
        ("env.RUN_TESTS == ${{ inputs.flag }}", &[("${{ inputs.flag }}", "when-env-compare-bool")]),
        ("env.RUN_TESTS == ${{ inputs.count }}", &[("${{ inputs.count }}", "when-env-compare-bool")]),
        ("env.RUN_TESTS == ${{ inputs.name }}", &[]),
        ("env.RUN_TESTS == ${{ inputs.odd }}", &[]),
        ("env.RUN_TESTS == ${{ inputs.other }}", &[]),
        ("env.RUN_TESTS == env.CM_TAG", &[]),
        ("env.RUN_TESTS == (env.CM_TAG == \"x\")", &[]),
        ("event.a == true and \"x\" == 1", &[]),
        ("not event.a and event.b", &[("not event.a", "when-parentheses")]),
        ("event.b or not event.a or not event.c", &[("not event.a", "when-parentheses")]),
        ("event.a or event.b and (event.c or not event.d)", &[]),
        ("env.CM_BRANCH == \"main\" and not env.CM_TAG", &[]),
        ("event.a and not event.b and event.c", &[("not event.b", "when-parentheses")]),
        ("event.a and not event.b or event.c", &[("not event.b", "when-parentheses")]),
        ("event.a and not event.b or not event.c", &[("not event.b", "when-parentheses")]),
        ("event.a or event.b and not event.c", &[]),
        ("'[event.a or not event.b, event.c] == (event.d or not event.e, 1)'", &[("[event.a or not event.b, event.c]", "when-undocumented-operator")]),
        ("'[event.a or not event.b] == event.c'", &[("[event.a or not event.b]", "when-undocumented-operator")]),
        ("(not event.a) and event.b", &[]),
        ("not (event.a and event.b)", &[]),
        ("not event.a", &[]),
        ("'(!event.a) and !event.b'", &[("!", "when-operator"), ("!", "when-operator")]),
        // One error for one character.
        ("env.CM_TAG == !env.CM_BRANCH", &[("!", "when-syntax")]),
        ("env.CM_TAG == !env.CM_BRANCH and !event.a", &[("!", "when-syntax"), ("!", "when-operator")]),
        ("env.CM_TAG == && event.a", &[("&&", "when-syntax")]),
        ("env.CM_TAG $A", &[("$A", "when-syntax")]),
        ("true", &[("true", "when-condition-type")]),
        ("1", &[("1", "when-condition-type")]),
        ("[event.a]", &[("[event.a]", "when-condition-type")]),
        ("{a: b}", &[("{a: b}", "when-condition-type")]),
        ("{{ inputs.flag }}", &[]),
        ("''", &[("condition", "when-empty")]),
        ("' '", &[("condition", "when-empty")]),
    ];
    for (condition, expected) in cases {
        let text = step(condition);
        let found = told(&text);
        let found: Vec<(&str, &str)> = found.iter().map(|(at, id)| (*at, id.as_str())).collect();
        assert_eq!(found, *expected, "{condition}");
    }
}

#[test]
fn conditions_are_fixed_in_whatever_way_they_are_written() {
    #[rustfmt::skip]
    let cases = [
        ("$A == \"x\"", "env.A == \"x\""),
        ("event.a&&event.b||event.c", "event.a and event.b or event.c"),
        ("'(!event.a)||!(event.b)'", "'(not event.a) or not (event.b)'"),
        ("event.a=\"x\" and event.b === \"y\"", "event.a==\"x\" and event.b == \"y\""),
        ("\"\\\"$A\\\" = \\\"x\\\" && env.RUN_TESTS == true\"", "\"env.A == \\\"x\\\" and env.RUN_TESTS == \\\"true\\\"\""),
        ("'\"$A\" == \"it''s\" && event.a'", "'env.A == \"it''s\" and event.a'"),
        ("|\n            event.a &&\n            $B\n", "|\n            event.a and\n            env.B\n"),
        (">-\n            event.a &&\n            $B\n", ">-\n            event.a and\n            env.B\n"),
        ("event.a\n            && $B", "event.a\n            and env.B"),
        ("env.RUN_TESTS == True", "env.RUN_TESTS == \"true\""),
        // A quote in front of all would quote all.
        ("true == env.RUN_TESTS", "true == env.RUN_TESTS"),
        ("main == env.CM_BRANCH", "main == env.CM_BRANCH"),
        ("event.a == main", "event.a == \"main\""),
        ("CM_BRANCH == \"main\"", "env.CM_BRANCH == \"main\""),
        ("inputs.flag", "${{ inputs.flag }}"),
        ("github.ref", "github.ref"),
        ("${A:-b} == \"x\"", "${A:-b} == \"x\""),
        ("not event.a and not event.b", "(not event.a) and (not event.b)"),
        ("not event.a and event.b or not event.c", "(not event.a) and event.b or not event.c"),
        // A `not` that could be taken to reach further gets brackets.
        ("'!event.a && !event.b'", "'(not event.a) and not event.b'"),
        ("event.a || !event.b", "event.a or not event.b"),
        ("event.a&&!event.b||event.c", "event.a and (not event.b) or event.c"),
        ("'!$A&&event.b'", "'(not env.A) and event.b'"),
        ("NOT event.a AND event.b", "(not event.a) and event.b"),
        ("\"(!event.a == \\\"x\\\" || event.b)\"", "\"((not event.a == \\\"x\\\") or event.b)\""),
        // What cannot be read either way is left alone.
        ("env.A == !env.B", "env.A == !env.B"),
        ("env.CM_TAG && $A ==", "env.CM_TAG && $A =="),
        ("1", "'1'"),
    ];
    for (before, after) in cases {
        let text = step(before);
        assert_eq!(apply(&text, &check(&text)), step(after), "{before}");
    }
    let flow = step("x").replace(
        "when:\n          condition: x",
        "when: {condition: inputs.flag}",
    );
    assert_eq!(apply(&flow, &check(&flow)), flow);
}

#[test]
fn fixes_that_may_change_the_meaning_are_not_safe() {
    let safety = |condition: &str| -> Vec<Safety> {
        let findings = check(&step(condition));
        findings
            .iter()
            .filter_map(|it| Some(it.fix.as_ref()?.safety))
            .collect()
    };
    assert_eq!(safety("event.a && $B"), [Safety::Safe, Safety::Safe]);
    assert_eq!(safety("'!event.a'"), [Safety::Safe]);
    assert_eq!(safety("'!event.a == \"x\"'"), [Safety::Unsafe]);
    assert_eq!(safety("'!event.a && event.b'"), [Safety::Safe; 2]);
    assert_eq!(safety("env.A == !env.B"), []);
    assert_eq!(safety("event.a && $B =="), []);
    assert_eq!(safety("event.a & event.b"), [Safety::Unsafe]);
    assert_eq!(safety("env.RUN_TESTS == true"), [Safety::Unsafe]);
    assert_eq!(safety("not event.a or event.b"), [Safety::Unsafe]);
    assert_eq!(safety("event.a == main"), [Safety::Unsafe]);
    assert_eq!(safety("true"), [Safety::Unsafe]);
}

#[test]
fn places_are_those_of_the_file_however_the_text_is_written() {
    let cases = [
        "\"event.a == \\u0022x\\u0022 ? b\"",
        "'event.a == \"it''s\" ? b'",
        "|\n            event.a == \"x\"\n            ? b\n",
        ">\n            event.a == \"x\"\n            ? b\n",
        "event.a == \"x\"\n            ? b",
        "|+\n\n            event.a ? b\n\n\n",
    ];
    for condition in cases {
        let text = step(condition);
        assert_eq!(
            told(&text),
            [("?", "when-syntax".to_owned())],
            "{condition}"
        );
    }
    let ends = [
        "event.a ==",
        "'event.a =='",
        "\"event.a ==\"",
        "|\n            event.a ==\n",
        ">-\n            event.a\n            ==\n\n",
    ];
    for condition in ends {
        let text = step(condition);
        let findings = check(&text);
        assert_eq!(ids(&findings), ["when-syntax"], "{condition}");
        assert!(
            text[..findings[0].span.start()].ends_with("=="),
            "{condition}"
        );
    }
}

#[test]
fn every_place_of_a_condition_is_looked_at() {
    let text = "workflows:
  w:
    triggering: {events: [push]}
    when: {condition: $A}
    pre_clone_scripts:
      - script: ls
        when: {condition: $B}
      - ls
    scripts:
      - ls
      - script: ls
        when: {condition: $C}
    artifacts: [a]
    publishing:
      scripts:
        - ls
        - script: ls
          when: {condition: $D}
";
    let expected = [
        ("$A", "when-shell-variable"),
        ("when", "when-before-clone"),
        ("$B", "when-shell-variable"),
        ("$C", "when-shell-variable"),
        ("$D", "when-shell-variable"),
    ];
    let found = told(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(at, id)| (*at, id.as_str())).collect();
    assert_eq!(found, expected);
}

/// A file of one workflow with these lines.
fn workflow(lines: &str) -> String {
    format!("workflows:\n  w:\n    scripts: [ls]\n{lines}\n")
}

#[test]
fn events_need_a_webhook() {
    let when = "    when: {condition: not event.a and event.b}";
    let missing = ["workflow-when-ignored-manually", "when-event-unavailable"];
    #[rustfmt::skip]
    let cases: &[(&str, &[&str])] = &[
        ("", &missing),
        ("    triggering:", &missing),
        ("    triggering: {}", &missing),
        ("    triggering: {events: []}", &missing),
        ("    triggering: {events:, cancel_previous_builds: true}", &missing),
        ("    triggering: {branch_patterns: [{pattern: main}]}", &missing),
        ("    triggering: {events: [push]}", &[]),
        ("    triggering: {events: [pushed]}", &[]),
        ("    triggering: {events: push}", &[]),
        ("    triggering: push", &[]),
        ("    <<: *missing", &[]),
        ("    triggering: {<<: *missing}", &[]),
    ];
    for (triggering, expected) in cases {
        let text = workflow(&format!("{triggering}\n{when}"));
        let found = told(&text);
        let found: Vec<&str> = found.iter().map(|(_, id)| id.as_str()).collect();
        let found: Vec<&str> = found
            .into_iter()
            .filter(|id| *id != "when-parentheses")
            .collect();
        assert_eq!(found, *expected, "{triggering}");
    }
    let condition = |text: &str| {
        let text = workflow(&format!("    when: {{condition: {text}}}"));
        check(&text)
            .iter()
            .filter(|it| it.rule == "when-event-unavailable")
            .count()
    };
    assert_eq!(condition("env.CM_BRANCH"), 0);
    assert_eq!(condition("event.a or event.b"), 1);
}

#[test]
fn variables_may_come_from_elsewhere() {
    let found = |environment: &str, script: &str, place: &str| {
        let when = "when: {condition: env.OWN}";
        let (step, root) = match place {
            "step" => (format!("\n        {when}"), String::new()),
            _ => (String::new(), format!("    {when}\n")),
        };
        let text = format!(
            "workflows:\n  w:\n    triggering: {{events: [push]}}\n{environment}{root}    scripts:\n      - script: {script}\n      - script: ls{step}\n"
        );
        check(&text).len()
    };
    let write = "echo OWN=1 >> $CM_ENV";
    assert_eq!(found("", "ls", "step"), 1);
    assert_eq!(found("", write, "step"), 0);
    assert_eq!(found("", write, "root"), 1);
    assert_eq!(found("", "echo OWN", "step"), 1);
    assert_eq!(found("", "echo OTHER=1 >> $CM_ENV", "step"), 1);
    assert_eq!(found("    environment: {groups: [a]}\n", "ls", "root"), 0);
    assert_eq!(
        found("    environment: {vars: {OWN: a}}\n", "ls", "root"),
        0
    );
    assert_eq!(
        found("    environment: {vars: {OTHER: a}}\n", "ls", "root"),
        1
    );
    assert_eq!(found("    environment: {<<: *missing}\n", "ls", "root"), 0);
    let help = |vars: &str| {
        let text = workflow(&format!(
            "    triggering: {{events: [push]}}\n    environment: {{vars: {{{vars}: a}}}}\n    when: {{condition: env.RUN_TEST}}"
        ));
        check(&text)[0].help.clone().unwrap()
    };
    assert!(help("RUN_TESTS").contains("`env.RUN_TESTS`"));
    assert!(help("OTHER").contains("environment.vars"));
}

#[test]
fn a_call_of_the_api_may_bring_variables_along() {
    let severity = |triggering: &str| {
        let text = workflow(&format!("{triggering}    when: {{condition: env.MISSING}}"));
        let findings = check(&text);
        let found = findings.iter().find(|it| it.rule == "when-unknown-env");
        found.unwrap().severity
    };
    assert_eq!(severity(""), Severity::Hint);
    assert_eq!(severity("    triggering: {events: []}\n"), Severity::Hint);
    let push = "    triggering: {events: [push]}\n";
    assert_eq!(severity(push), Severity::Warning);
    let unread = "    triggering: {events: [pushed]}\n";
    assert_eq!(severity(unread), Severity::Warning);
}

#[test]
fn an_edit_for_brackets_is_one_fix() {
    let findings = check(&step("'!event.a && event.b'"));
    let fix = findings[0].fix.as_ref().unwrap();
    assert_eq!(fix.title, "write `not` in brackets");
    assert_eq!(fix.edits.len(), 2);
    let findings = check(&step("'!event.a'"));
    let fix = findings[0].fix.as_ref().unwrap();
    assert_eq!(fix.title, "write `not`");
    assert_eq!(fix.edits.len(), 1);
}

#[test]
fn where_a_not_belongs_is_said() {
    let about_not = |condition: &str| {
        let findings = check(&step(condition));
        let help = findings[0].help.clone().unwrap();
        help.contains("`not a == b`")
    };
    assert!(about_not("env.CM_TAG == !event.a"));
    assert!(about_not("env.CM_TAG == not event.a"));
    assert!(!about_not("env.CM_TAG == ?"));
}

#[test]
fn changesets_are_judged() {
    #[rustfmt::skip]
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("{includes: [lib/, '*.dart', \"!(*.md)\"]}", &[]),
        ("{includes: [.], excludes: ['**/*.md', '*.md']}", &[]),
        ("{}", &[("changeset", "when-empty")]),
        ("{<<: *missing}", &[]),
        ("{includes: []}", &[("includes", "when-empty")]),
        ("{includes: [], excludes: [a]}", &[("includes", "when-empty")]),
        ("{includes: [.], excludes: []}", &[("excludes", "when-empty")]),
        ("{includes: [/lib]}", &[("/lib", "changeset-entry")]),
        ("{excludes: [/lib]}", &[("/lib", "changeset-entry")]),
        ("{includes: ['!lib']}", &[("'!lib'", "changeset-entry")]),
        ("{includes: [' ']}", &[("' '", "changeset-entry")]),
        ("{includes: ['']}", &[]),
        ("{excludes: [' ']}", &[("' '", "changeset-entry")]),
        ("{excludes: [.]}", &[(".", "changeset-excludes-all")]),
        ("{excludes: [./]}", &[("./", "changeset-excludes-all")]),
        ("{excludes: ['*']}", &[("'*'", "changeset-excludes-all")]),
        ("{excludes: ['**']}", &[("'**'", "changeset-excludes-all")]),
        ("{excludes: ['**/*']}", &[("'**/*'", "changeset-excludes-all")]),
        ("{includes: ['**']}", &[]),
        ("{includes: [a], excludes: [b]}", &[("includes", "changeset-include-drops-default")]),
        ("{includes: ['**'], excludes: [b]}", &[]),
        ("{includes: [a, *missing], excludes: [b]}", &[]),
        ("{includes: [a]}", &[]),
        ("{excludes: [b]}", &[]),
        ("{includes: [a, codemagic.yaml]}", &[("codemagic.yaml", "changeset-implied-entry")]),
        ("{includes: [codemagic.yaml]}", &[]),
        ("{includes: [a, other/codemagic.yaml]}", &[]),
        ("{excludes: [./codemagic.yaml]}", &[("./codemagic.yaml", "changeset-implied-entry")]),
        ("", &[]),
    ];
    for (changeset, expected) in cases {
        let text = workflow(&format!(
            "    triggering: {{events: [push]}}\n    when:\n      changeset: {changeset}"
        ));
        let found = told(&text);
        let found: Vec<(&str, &str)> = found.iter().map(|(at, id)| (*at, id.as_str())).collect();
        assert_eq!(found, *expected, "{changeset}");
    }
}

#[test]
fn changesets_are_fixed() {
    let cases = [
        ("{includes: [/lib/**]}", "{includes: ['lib/**']}"),
        ("{includes: [/]}", "{includes: ['.']}"),
        ("{includes: [a, codemagic.yaml]}", "{includes: [a]}"),
        ("{includes: ['!a']}", "{includes: ['!a']}"),
    ];
    for (before, after) in cases {
        let text = |changeset: &str| {
            let head = "    triggering: {events: [push]}";
            workflow(&format!("{head}\n    when:\n      changeset: {changeset}"))
        };
        assert_eq!(apply(&text(before), &check(&text(before))), text(after));
    }
    let block =
        "    triggering: {events: [push]}\n    when:\n      changeset:\n        includes: [a]\n";
    let text = workflow(&format!("{block}        excludes: []\n"));
    assert_eq!(apply(&text, &check(&text)), workflow(block));
}

#[test]
fn a_condition_behind_an_anchor_is_one_finding() {
    use std::fmt::Write as _;
    let mut text = String::from(
        "definitions:\n  condition: &c $A && event.a and env.MISSING\n  step: &s\n    script: ls\n    when:\n      condition: not event.a and event.b = 1\nworkflows:\n",
    );
    for index in 0..20 {
        let _ = write!(
            text,
            "  w{index}:\n    triggering: {{events: [push]}}\n    when: {{condition: *c}}\n    scripts: [*s, *s]\n"
        );
    }
    let mut found: Vec<String> = told(&text).into_iter().map(|(_, id)| id).collect();
    found.sort();
    assert_eq!(
        found,
        [
            "when-operator",
            "when-operator",
            "when-parentheses",
            "when-shell-variable",
            "when-unknown-env"
        ]
    );
    let fixes = check(&text);
    let safe = fixes.iter().filter_map(|it| it.fix.as_ref());
    assert!(safe.into_iter().all(|fix| fix.safety == Safety::Unsafe));
}

#[test]
fn only_the_use_that_lacks_a_variable_or_event_is_at_fault() {
    let text = "definitions:
  condition: &c event.a == env.OWN
workflows:
  a:
    triggering: {events: [push]}
    environment: {vars: {OWN: a}}
    when: {condition: *c}
    scripts: [ls]
  b:
    when: {condition: *c}
    scripts: [ls]
";
    let found = told(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(at, id)| (*at, id.as_str())).collect();
    let expected = [
        ("when", "workflow-when-ignored-manually"),
        ("*c", "when-event-unavailable"),
        ("*c", "when-unknown-env"),
    ];
    assert_eq!(found, expected);
}
