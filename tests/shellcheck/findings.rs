//! What is reported of what shellcheck says, and what is not.

use std::sync::Arc;

use codemagic_lint::finding::{Safety, Severity};
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;
use serde_json::Value;

use super::support::{self, cli::Project};
use super::{found, literal, places, settings, workflow};

/// The codes found in a script.
fn codes(text: &str, settings: &Settings) -> Vec<String> {
    let findings = found(text, settings);
    let places = places(text, &findings);
    places.into_iter().map(|(code, _)| code).collect()
}

#[test]
fn severities_and_words_are_ours() {
    let Some(settings) = settings() else { return };
    let cases = [
        ("echo $x", "SC2086", Severity::Hint),
        ("cd a\nls", "SC2164", Severity::Hint),
        ("echo $((${A} + 1))", "SC2004", Severity::Hint),
        ("echo 'a $B'", "SC2016", Severity::Info),
        ("echo $(ls)", "SC2046", Severity::Warning),
        ("if [ -z A ]; then ls; fi", "SC2157", Severity::Warning),
    ];
    for (script, code, severity) in cases {
        let text = literal(script);
        let findings = found(&text, &settings);
        let finding = findings
            .iter()
            .find(|finding| finding.rule == format!("shellcheck[{code}]"))
            .unwrap_or_else(|| panic!("{script}: {findings:?}"));
        assert_eq!(finding.severity, severity, "{script}");
        let wiki = format!("https://www.shellcheck.net/wiki/{code}");
        assert_eq!(finding.url, wiki);
        assert!(!finding.message.ends_with('.'), "{}", finding.message);
        assert_eq!(finding.path, "workflows.a.scripts[0].script");
    }
    let finding = &found(&literal("A=1"), &settings)[0];
    assert_eq!(finding.message, "`A` appears unused");
    let help = "verify use (or export if used externally)";
    assert_eq!(finding.help.as_deref(), Some(help));
}

#[test]
fn what_makes_no_sense_in_a_step_is_left_out() {
    let Some(settings) = settings() else { return };
    for script in [
        "echo \"$from_a_group\"",
        ". ./env.sh",
        "source \"$HOME/.profile\"",
        "ls",
        "#!/bin/sh\nls",
        "#!/usr/bin/env zsh\necho $x",
        "#!/usr/bin/env python3\nprint(x)",
        "MINE=1\nls",
        "LATER=1\nls",
        "BUILD_NUMBER=1\nagvtool next-version",
        "export OTHER=1",
        "# shellcheck disable=SC2086\necho $x",
        "[ \"${{ inputs.a }}\" = b ] && ls",
        "[ ${{ inputs.a }} -eq 1 ] && ls",
        "if [ -n \"${{ inputs.a }}\" ]; then ls; fi",
        "case ${{ inputs.a }} in a) ls ;; esac",
        "for i in ${{ inputs.a }}; do echo \"$i\"; done",
        "${{ inputs.a }}",
        "",
        "   ",
    ] {
        let text = format!(
            "{}      - echo \"LATER=1\" >> \"$CM_ENV\"\n    environment:\n      vars:\n        MINE: 2\n",
            literal(script)
        );
        assert_eq!(codes(&text, &settings), [""; 0], "{script}");
    }
    let windows = literal("echo $x").replace("name: A", "name: A\n    instance_type: windows_x2");
    assert_eq!(codes(&windows, &settings), [""; 0]);
    let shell = literal("#!/bin/bash\necho $x")
        .replace("name: A", "name: A\n    instance_type: windows_x2");
    assert_eq!(codes(&shell, &settings), ["SC2086"]);
    assert_eq!(codes(&literal("OURS=1\nls"), &settings), ["SC2034"]);
    // What only sh lacks.
    assert_eq!(codes(&literal("[[ $A == b ]]"), &settings), [""; 0]);
    let sh = codes(&literal("#!/bin/sh\n[[ $A == b ]]"), &settings);
    assert_eq!(sh, ["SC3010", "SC3014"]);
}

#[test]
fn all_places_of_scripts_are_looked_at() {
    let Some(settings) = settings() else { return };
    let text = "workflows:\n  a:\n    name: A\n    pre_clone_scripts:\n      - script: echo $a\n    \
                scripts:\n      - echo $b\n      - script: echo $c\n    publishing:\n      \
                scripts:\n        - echo $d\n        - script: echo $e\n";
    let findings = found(text, &settings);
    let slices: Vec<&str> = places(text, &findings).into_iter().map(|it| it.1).collect();
    assert_eq!(slices, ["$a", "$b", "$c", "$d", "$e"]);
}

#[test]
fn comments_silence_by_rule_and_by_code() {
    let Some(settings) = settings() else { return };
    let check = |comment: &str, settings: &Settings| {
        let text = workflow(&format!(
            "| # codemagic-lint: {comment}\n          echo $x\n"
        ));
        let checked = rules::check(SourceFile::new("f", text), settings);
        let mut ids = support::ids(&checked.findings);
        ids.retain(|id| *id != "undefined-variable-in-script");
        ids.join(" ")
    };
    for comment in [
        "ignore[shellcheck]",
        "ignore[SC2086]",
        "ignore[shellcheck[SC2086]] why",
        "ignore[unused-anchor, shellcheck[SC2086]]",
        "ignore-file[SC2086]",
    ] {
        let found = check(comment, &settings);
        assert!(!found.contains("SC2086"), "{comment}: {found}");
        assert!(!found.contains("unknown"), "{comment}: {found}");
    }
    let other = check("ignore[SC2164]", &settings);
    assert_eq!(other, "ignore-unused shellcheck[SC2086]");
    // Where shellcheck did not run, no comment for it is called unused.
    let without = support::settings();
    assert_eq!(check("ignore[SC2164, shellcheck]", &without), "");
    assert_eq!(check("ignore[SC21640]", &without), "ignore-unknown-rule");
}

#[test]
fn fixes_are_written_only_where_they_fit() {
    let Some(settings) = settings() else { return };
    let fixed = |text: &str| {
        let findings = found(text, &settings);
        let finding = findings.iter().find(|it| it.rule == "shellcheck[SC2086]");
        let fix = finding.unwrap().fix.as_ref()?;
        assert_eq!(fix.safety, Safety::Unsafe);
        let mut mended = text.to_owned();
        for edit in fix.edits.iter().rev() {
            mended.replace_range(edit.span.range(), &edit.text);
        }
        Some(mended)
    };
    for script in [
        "|\n          echo ö $x\n",
        ">-\n          echo\n          ö $x\n",
        "echo ö $x",
    ] {
        let text = workflow(script);
        let expected = text.replace("$x", "\"$x\"");
        assert_eq!(fixed(&text), Some(expected), "{script}");
    }
    // A quote would end the scalar, or need an escape.
    for script in ["'echo $x'", "\"echo $x\"", "\"echo \\\"a\\\" $x\""] {
        assert_eq!(fixed(&workflow(script)), None, "{script}");
    }
    // A comma or a bracket would.
    let flow = "workflows: {a: {name: A, scripts: [echo $x]}}\n";
    assert_eq!(fixed(flow), None);
    // Part of it is written elsewhere.
    let beside = literal("echo $x${{ inputs.a }}");
    assert_eq!(codes(&beside, &settings), [""; 0]);
}

#[test]
fn secrets_are_not_repeated() {
    let Some(settings) = settings() else { return };
    let secret = "ghp_9aB3dE5fG7hJ1kL2mN4pQ6rS8tU0vW2xY4zA";
    // Quoted by SC2034.
    let text = literal(&format!("{secret}=1"));
    let checked = rules::check(SourceFile::new("f", text), &settings);
    assert!(!checked.secrets.is_empty());
    for finding in &checked.findings {
        assert!(!format!("{finding:?}").contains(secret), "{finding:?}");
    }
    let ours = |finding: &&codemagic_lint::finding::Finding| finding.rule == "shellcheck[SC2034]";
    assert!(checked.findings.iter().any(|it| ours(&it)));
}

/// A run with the real program on a file with one `$x`.
fn run(arguments: &[&str], project: &Project) -> Option<support::cli::Run> {
    let path = support::shellcheck()?;
    let mut all = vec!["check", "--shellcheck", path.to_str().unwrap()];
    all.extend(arguments);
    Some(project.run(&all))
}

#[test]
fn every_format_shows_it() {
    let text = literal("echo ö $x").replace("name: A", "name: A\n    instance_type: linux_x2");
    let project = Project::new(&[("codemagic.yaml", &text)]);
    for format in [
        "human",
        "concise",
        "json",
        "json-lines",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
    ] {
        let Some(run) = run(&["--output-format", format, "--fail-on", "hint"], &project) else {
            return;
        };
        run.ends_with(1);
        assert!(run.stdout.contains("SC2086"), "{format}: {}", run.stdout);
    }
    let json = run(&["--output-format", "json"], &project).unwrap().json();
    let schema: Value = serde_json::from_str(&support::read(
        support::root().join("schema/report.schema.json"),
    ))
    .unwrap();
    assert!(jsonschema::is_valid(&schema, &json));
    let finding = &json["files"][0]["findings"][0];
    assert_eq!(finding["rule"], "shellcheck[SC2086]");
    assert_eq!(finding["category"], "scripts");
    let start = text.find("$x").unwrap();
    assert_eq!(finding["span"]["start"]["offset"], start);
    assert_eq!(finding["span"]["end"]["offset"], start + 2);
}

#[test]
fn options_choose_by_rule_category_and_code() {
    let project = Project::new(&[("codemagic.yaml", &literal("cd a\necho $x"))]);
    let both = ["shellcheck[SC2164]", "shellcheck[SC2086]"];
    let cases: [(&[&str], &[&str]); 8] = [
        (&["--select", "scripts"], &both),
        (&["--select", "shellcheck"], &both),
        (&["--select", "SC2086"], &both[1..]),
        (&["--select", "scripts", "--ignore", "SC2164"], &both[1..]),
        (
            &["--select", "scripts", "--ignore", "shellcheck[SC2086]"],
            &both[..1],
        ),
        (&["--select", "scripts", "--ignore", "shellcheck"], &[]),
        (
            &["--select", "syntax", "--extend-select", "SC2164"],
            &both[..1],
        ),
        (&["--select", "scripts", "--shellcheck", "never"], &[]),
    ];
    for (arguments, expected) in cases {
        if arguments.contains(&"never") {
            let all = [&["check", "--output-format", "json"], arguments].concat();
            assert_eq!(project.run(&all).rules(), expected);
            continue;
        }
        let all = [&["--output-format", "json"], arguments].concat();
        let Some(run) = run(&all, &project) else {
            return;
        };
        assert_eq!(run.rules(), expected, "{arguments:?}");
    }
    project.write(
        "codemagic-lint.toml",
        "select = [\"scripts\"]\nignore = [\"SC2164\"]\n[severity]\nSC2086 = \"error\"\n",
    );
    let run = run(&["--output-format", "concise"], &project).unwrap();
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("error[shellcheck[SC2086]]"), "{run:?}");
    assert!(!run.stdout.contains("SC2164"), "{run:?}");
}

#[test]
fn a_baseline_accepts_it_and_keeps_it_where_shellcheck_is_missing() {
    let project = Project::new(&[("codemagic.yaml", &literal("echo $x"))]);
    let write = ["--baseline", "b.json", "--write-baseline", "--quiet"];
    let Some(written) = run(&write, &project) else {
        return;
    };
    written.ends_with(0);
    let read = [
        "--baseline",
        "b.json",
        "--output-format",
        "json",
        "--fail-on",
        "hint",
    ];
    let hidden = run(&read, &project).unwrap();
    assert_eq!(hidden.rules(), [""; 0]);
    let all = [&["check", "--shellcheck", "never"], &read[..]].concat();
    let without = project.run(&all);
    assert!(!without.stderr.contains("fixed"), "{without:?}");
    project.write("codemagic.yaml", literal("echo \"$x\""));
    let mended = run(&read, &project).unwrap();
    assert!(mended.stderr.contains("fixed"), "{mended:?}");
}

#[test]
fn standard_input_is_shown_too() {
    let Some(path) = support::shellcheck() else {
        return;
    };
    let project = Project::new(&[]);
    let arguments = [
        "check",
        "-",
        "--output-format",
        "json",
        "--select",
        "scripts",
        "--shellcheck",
        path.to_str().unwrap(),
    ];
    let run = project.run_with_input(&arguments, literal("echo $x"));
    assert_eq!(run.rules(), ["shellcheck[SC2086]"]);
}

#[test]
fn it_explains_itself() {
    for (name, word) in [
        ("shellcheck", "# shellcheck"),
        ("SC2086", "https://www.shellcheck.net/wiki/SC2086"),
        (
            "shellcheck[SC1000]",
            "https://www.shellcheck.net/wiki/SC1000",
        ),
    ] {
        let run = support::cli::run(&["explain", name]);
        run.ends_with(0);
        assert!(run.stdout.contains(word), "{name}: {}", run.stdout);
    }
}

#[test]
fn workers_share_what_was_found_out() {
    let Some(settings) = settings() else { return };
    let text = literal("echo $x");
    let settings = Arc::new(settings);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (settings, text) = (Arc::clone(&settings), &text);
            scope.spawn(move || assert_eq!(codes(text, &settings), ["SC2086"]));
        }
    });
}
