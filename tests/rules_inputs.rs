//! Build inputs and the expressions that use them: what must be found, and the near
//! misses about which nothing may be said.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::finding::Finding;
use support::{check, ids};

const INPUT: &str = "description: What\n        default: x";

/// A workflow with one input `a` of these lines, further keys, and one script.
fn workflow(input: &str, keys: &str, script: &str) -> String {
    let keys = support::indented(keys, 4);
    format!(
        "workflows:\n  app:\n    inputs:\n      a:\n        {input}\n{keys}    scripts:\n      - |\n        {script}\n"
    )
}

fn only(text: &str) -> Finding {
    let mut findings = check(text);
    assert_eq!(findings.len(), 1, "{text}\n{findings:#?}");
    findings.remove(0)
}

fn fixed(text: &str, finding: &Finding) -> Option<String> {
    let mut text = text.to_owned();
    for edit in finding.fix.as_ref()?.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    Some(text)
}

#[test]
fn defaults_are_of_the_type_and_among_the_options() {
    let kind = |kind: &str, default: &str| {
        format!("description: What\n        type: {kind}\n        default: {default}")
    };
    let choice = |default: &str| {
        let options = "description: What\n        type: choice\n        options: [b, 1, true]";
        format!("{options}\n        default: {default}")
    };
    let cases: &[(String, &[&str], Option<&str>)] = &[
        (kind("boolean", "true"), &[], None),
        (
            kind("boolean", "'False'"),
            &["input-default-type"],
            Some("default: false"),
        ),
        (kind("boolean", "'on'"), &["input-default-type"], None),
        (kind("boolean", "1"), &["input-default-type"], None),
        (kind("boolean", "1.5"), &["input-default-type"], None),
        (kind("number", "1"), &[], None),
        (kind("number", "1.5"), &[], None),
        (
            kind("number", "'1.5'"),
            &["input-default-type"],
            Some("default: 1.5"),
        ),
        (kind("number", "'1.5.2'"), &["input-default-type"], None),
        (kind("number", "'-x'"), &["input-default-type"], None),
        (kind("number", "true"), &["input-default-type"], None),
        (kind("string", "x"), &[], None),
        (kind("string", "''"), &[], None),
        (
            kind("string", "1.5"),
            &["input-default-type"],
            Some("default: '1.5'"),
        ),
        (
            kind("string", "7"),
            &["input-default-type"],
            Some("default: '7'"),
        ),
        (
            kind("string", "true"),
            &["input-default-type"],
            Some("default: 'true'"),
        ),
        (
            INPUT.replace('x', "3"),
            &["input-default-type"],
            Some("default: '3'"),
        ),
        (choice("b"), &[], None),
        (choice("'1'"), &[], None),
        (choice("true"), &[], None),
        (choice("'true'"), &[], None),
        (choice("B"), &["input-default-option"], None),
        (choice("zzz"), &["input-default-option"], None),
        // What could not be read was told already.
        (kind("bool", "x"), &["invalid-enum"], None),
    ];
    for (input, expected, fix) in cases {
        let text = workflow(input, "", "echo \"${{ inputs.a }}\"");
        let findings = check(&text);
        assert_eq!(ids(&findings), *expected, "{text}");
        if let Some(fix) = fix {
            let fixed = fixed(&text, &findings[0]).unwrap();
            assert!(fixed.contains(&format!("        {fix}\n")), "{fixed}");
            assert_eq!(check(&fixed), [], "{fixed}");
        } else if let Some(finding) = findings.iter().find(|it| it.rule == "input-default-type") {
            assert_eq!(finding.fix, None, "{text}");
        }
    }
}

#[test]
fn what_may_be_taken_as_text_is_no_error() {
    for (kind, default, severity) in [
        ("string", "1.5", "warning"),
        ("string", "true", "warning"),
        ("number", "true", "error"),
        ("boolean", "1", "error"),
    ] {
        let input = format!("description: What\n        type: {kind}\n        default: {default}");
        let finding = only(&workflow(&input, "", "echo \"${{ inputs.a }}\""));
        assert_eq!(finding.severity.name(), severity, "{input}");
        assert_eq!(
            finding.help.unwrap().contains("rejects the file"),
            severity == "error"
        );
    }
    let left_out = workflow(&INPUT.replace('x', "3"), "", "echo \"${{ inputs.a }}\"");
    assert_eq!(only(&left_out).severity.name(), "warning");
}

#[test]
fn what_scripts_write_for_other_programs_is_left_alone() {
    let told: &[&str] = &["input-expression"];
    let operator: &[&str] = &["input-expression-operator"];
    let document = |delimiter: &str, line: &str| {
        format!("cat > x <<{delimiter}\n        {line}\n        EOF\n        ls")
    };
    let cases: &[(String, &[&str])] = &[
        (document("'EOF'", "${{ github.ref }} ${{ env.B }}"), &[]),
        (document("\"EOF\"", "${{ 1 }} {{ inputs.a }}"), &[]),
        (document("\\EOF", "${{ inputs.b }}"), &["input-undefined"]),
        (document("EOF", "${{ github.ref }}"), told),
        (document("EOF", "{{ inputs.a }}"), told),
        (document("'EOF'", "x") + " '${{ env.B }}'", told),
        (document("'EOF'", "${{ github.ref == 'x' }}"), &[]),
        (document("'EOF'", "${{ inputs.a || 'x' }}"), operator),
        (document("EOF", "${{ github.ref == 'x' }}"), operator),
        ("echo '${{ github.ref }} ${{matrix.os}}'".into(), &[]),
        ("echo \"${{ github.ref }}\"".into(), told),
        ("echo ${{ matrix.os }}".into(), told),
        ("echo '${{ env.B }}'".into(), told),
        ("echo '${{ secrets.B }}'".into(), told),
        ("echo '${{ a }}'".into(), told),
        ("echo '{{ inputs.a }}'".into(), told),
    ];
    for (script, expected) in cases {
        let script = format!("echo \"${{{{ inputs.a }}}}\"\n        {script}");
        let text = workflow(INPUT, "", &script);
        assert_eq!(ids(&check(&text)), *expected, "{text}");
    }
    // No shell reads fields.
    for value in [
        "\"'${{ github.ref }}'\"",
        "\"<<'E'\\n${{ github.ref }}\\nE\"",
    ] {
        let keys = format!("environment: {{vars: {{B: {value}}}}}");
        let text = workflow(INPUT, &keys, "echo \"${{ inputs.a }}\"");
        assert_eq!(ids(&check(&text)), told, "{text}");
    }
}

#[test]
fn near_options_are_proposed() {
    let choice = |default: &str| {
        let options =
            "description: What\n        type: choice\n        options: [beta, production]";
        workflow(
            &format!("{options}\n        default: {default}"),
            "",
            "echo \"${{ inputs.a }}\"",
        )
    };
    let help = |text: &str| only(text).help.unwrap();
    assert!(help(&choice("Beta")).contains("did you mean `beta`?"));
    assert!(!help(&choice("zzz")).contains("did you mean"));
}

#[test]
fn choices_and_options_come_together() {
    let used = "echo \"${{ inputs.a }}\"";
    let cases: &[(&str, &[&str])] = &[
        (
            "description: W\n        type: choice\n        default: b",
            &["input-choice-options"],
        ),
        (
            "description: W\n        options: [b]\n        default: b",
            &["input-choice-options"],
        ),
        (
            "description: W\n        type: number\n        options: [1]\n        default: 1",
            &["input-choice-options"],
        ),
        (
            "description: W\n        type: choice\n        options: [b]\n        default: b",
            &[],
        ),
        // An empty list has its own finding.
        (
            "description: W\n        type: choice\n        options: []\n        default: b",
            &["empty-list"],
        ),
        (
            "description: W\n        type: choice\n        options: [b, 1, '1', b]\n        default: b",
            &["input-option-duplicate"; 2],
        ),
        (
            "description: W\n        type: choice\n        options: [b, B, ' b']\n        default: b",
            &[],
        ),
        (
            "description: ''\n        default: b",
            &["input-description"],
        ),
        ("description:\n        default: b", &["input-description"]),
        ("default: b", &["input-description"]),
        ("descripton: W\n        default: b", &["unknown-key"]),
        ("description: 1\n        default: b", &["wrong-type"]),
    ];
    for (input, expected) in cases {
        let text = workflow(input, "", used);
        assert_eq!(ids(&check(&text)), *expected, "{text}");
    }
}

#[test]
fn references_need_an_input_and_inputs_a_reference() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("", "echo \"${{ inputs.a }}\"", &[]),
        ("", "echo \"${{inputs.a}}\"", &[]),
        ("labels: ['x ${{ inputs.a }}']", "ls", &[]),
        ("when: {condition: '${{ inputs.a }} == \"x\"'}", "ls", &[]),
        ("", "ls", &["input-unused"]),
        ("", "ls # ${{ inputs.a }}", &[]),
        (
            "",
            "echo \"${{ inputs.a }} ${{ inputs.b }}\"",
            &["input-undefined"],
        ),
        (
            "",
            "echo \"${{ inputs.A }}\"",
            &["input-unused", "input-undefined"],
        ),
        // In a comment nothing is filled in.
        ("", "echo \"${{ inputs.a }}\" # ${{ inputs.b }}", &[]),
        ("", "echo \"{{ inputs.a }}\"", &["input-expression"]),
        ("", "echo \"${{ inputs.a }} {{ inputs.b }}\"", &[]),
        (
            "labels: ['{{ inputs.b }}']",
            "echo \"${{ inputs.a }}\"",
            &["input-expression"],
        ),
        (
            "name: 'see {{ inputs.a }}'",
            "echo \"${{ inputs.a }}\"",
            &[],
        ),
        (
            "",
            "echo \"${{ inputs.a }} ${{ env.B }}\"",
            &["input-expression"],
        ),
        ("", "echo \"${{ inputs.a }} ${{ }}\"", &["input-expression"]),
        (
            "",
            "echo \"${{ inputs.a }} ${{ inputs.1 }}\"",
            &["input-expression"],
        ),
        (
            "",
            "echo \"${{ inputs.a }} ${{ a }}\"",
            &["input-expression"],
        ),
        (
            "",
            "echo \"${{ inputs.a }}\" '${{ inputs.a'",
            &["input-expression"],
        ),
        (
            "",
            "echo \"${{ inputs.a | upper }}\"",
            &["input-expression-operator"],
        ),
        ("", "ls # ${{ inputs.a | upper }}", &[]),
        ("", "echo ${{ inputs.a }}", &["input-in-script"]),
        ("", "echo '${{ inputs.a }}'", &[]),
        (
            "when: {condition: '${{ env.CM_BRANCH }} == \"a\"'}",
            "echo '${{ inputs.a }}'",
            &["input-expression"],
        ),
        (
            "when: {condition: '${{ inputs.a == \"a\" }}'}",
            "echo '${{ inputs.a }}'",
            &["input-expression-operator"],
        ),
        ("", "echo \"b\" ${{ inputs.a }} \"c\"", &["input-in-script"]),
        (
            "cache: {cache_paths: ['${{ inputs.a }}']}",
            "ls",
            &["input-field-unsupported"],
        ),
        (
            "publishing: {tester_groups: ['${{ inputs.a }}'], email: {recipients: [a@b.test]}}\nartifacts: [x.apk]",
            "ls",
            &["input-field-unsupported"],
        ),
        (
            "triggering: {events: [push]}",
            "echo \"${{ inputs.a }}\"",
            &[],
        ),
    ];
    for (keys, script, expected) in cases {
        let text = workflow(INPUT, keys, script);
        assert_eq!(ids(&check(&text)), *expected, "{text}");
    }
}

#[test]
fn expressions_of_other_systems_are_rewritten() {
    let cases = [
        (
            "environment: {vars: {B: '${{ secrets.API_TOKEN }}'}}",
            "'$API_TOKEN'",
        ),
        ("environment: {vars: {B: '${{ a }}'}}", "'${{ inputs.a }}'"),
        (
            "environment: {vars: {B: '${ inputs.a }'}}",
            "'${{ inputs.a }}'",
        ),
        (
            "environment: {vars: {B: '$(inputs.a)'}}",
            "'${{ inputs.a }}'",
        ),
    ];
    for (keys, expected) in cases {
        let text = workflow(INPUT, keys, "echo \"${{ inputs.a }}\"");
        let finding = only(&text);
        assert_eq!(
            (&*finding.rule, finding.severity.name()),
            ("input-expression", "error")
        );
        let fixed = fixed(&text, &finding).unwrap();
        assert!(fixed.contains(expected), "{fixed}");
    }
    let github = workflow(
        INPUT,
        "environment: {vars: {B: '${{ github.ref }}'}}",
        "echo \"${{ inputs.a }}\"",
    );
    assert_eq!(only(&github).fix, None);
    let script = workflow(INPUT, "", "echo \"${{ inputs.a }} ${{ env.B }}\"");
    assert_eq!(only(&script).severity.name(), "warning");
}

#[test]
fn events_ask_nobody() {
    let without = "description: What";
    let used = "echo \"${{ inputs.a }}\"";
    let cases: &[(&str, &str, &[&str])] = &[
        (
            without,
            "triggering: {events: [push]}",
            &["inputs-block-automatic-builds"],
        ),
        (
            without,
            "triggering: {events: [tag, push]}",
            &["inputs-block-automatic-builds"],
        ),
        (without, "triggering: {events: []}", &[]),
        (without, "", &[]),
        (INPUT, "triggering: {events: [push]}", &[]),
        (
            "description: What\n        default: ''",
            "triggering: {events: [push]}",
            &[],
        ),
    ];
    for (input, keys, expected) in cases {
        let text = workflow(input, keys, used);
        assert_eq!(ids(&check(&text)), *expected, "{text}");
    }
}

#[test]
fn fields_take_what_the_input_gives() {
    let input =
        |kind: &str, rest: &str| format!("description: W\n        type: {kind}\n        {rest}");
    let boolean = input("boolean", "default: true");
    let number = input("number", "default: 30");
    let string = input("string", "default: x");
    let machines = input(
        "choice",
        "options: [mac_mini_m2, linux_x2]\n        default: linux_x2",
    );
    let others = input(
        "choice",
        "options: [mac_mini_m2, mac]\n        default: mac_mini_m2",
    );
    let flags = input("choice", "options: [true, false]\n        default: true");
    let cancel = "triggering: {events: [push], cancel_previous_builds: '${{ inputs.a }}'}";
    let duration = "max_build_duration: ${{ inputs.a }}";
    let machine = "instance_type: ${{ inputs.a }}";
    let name = "working_directory: ${{ inputs.a }}";
    let part = "instance_type: ${{ inputs.a }}_x";
    let wrong: &[&str] = &["input-type-mismatch"];
    let cases: &[(&String, &str, &[&str])] = &[
        (&boolean, cancel, &[]),
        (&flags, cancel, &[]),
        (&number, cancel, wrong),
        (&string, cancel, wrong),
        (&number, duration, &[]),
        (&boolean, duration, wrong),
        (&string, duration, wrong),
        (&machines, machine, &[]),
        (&others, machine, wrong),
        (&string, machine, &[]),
        (&boolean, machine, wrong),
        (&number, machine, wrong),
        (&number, name, &[]),
        (&others, part, &[]),
    ];
    for (input, keys, expected) in cases {
        let text = workflow(input, keys, "ls");
        assert_eq!(ids(&check(&text)), *expected, "{text}");
    }
    let text = workflow(&others, machine, "ls");
    let finding = only(&text);
    assert_eq!(&text[finding.span.range()], "mac");
}
