//! Selection, severities, configuration files, schemas and the clock.

use crate::JSON;
use crate::support::cli::{BAD, GOOD, Project, Run};

/// An unknown key, a pattern without quotes, and a comment that silences nothing.
const MANY: &str = "\
workflows:
  a:
    name: A
    instance_typ: linux_x2
    scripts:
      - ls # codemagic-lint: ignore[unknown-key]
    artifacts:
      - *.apk
";

fn check(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["check", "codemagic.yaml"], &JSON[..], arguments].concat())
}

#[test]
fn rules_are_selected_by_id_and_by_category() {
    let project = Project::new(&[("codemagic.yaml", MANY)]);
    let (key, glob, unused) = ("unknown-key", "unquoted-glob", "ignore-unused");
    for (arguments, rules) in [
        (&[][..], &[key, unused, glob][..]),
        (&["--select", key], &[key]),
        (&["--select", "unknown-key,unquoted-glob"], &[key, glob]),
        (&["--select", key, "--select", unused], &[key, unused]),
        (&["--select", "schema"], &[key]),
        (&["--select", "all"], &[key, unused, glob]),
        (
            &["--select", "schema", "--extend-select", glob],
            &[key, glob],
        ),
        (&["--ignore", unused], &[key, glob]),
        (&["--ignore", "syntax,style"], &[key]),
        (&["--ignore", "all"], &[]),
        (&["--select", "schema", "--ignore", key], &[]),
        (&["--select", key, "--ignore", "schema"], &[key]),
        (&["--extend-select", glob, "--ignore", glob], &[key, unused]),
    ] {
        let run = check(&project, arguments);
        assert_eq!(run.rules(), rules, "{arguments:?}");
        assert_eq!(run.stderr, "", "{arguments:?}");
    }
}

#[test]
fn unknown_names_are_all_told_with_what_was_meant() {
    let project = Project::new(&[("codemagic.yaml", GOOD)]);
    for option in ["--select", "--ignore", "--extend-select"] {
        check(&project, &[option, "unknwon-key"]).fails_with(&[
            "error: `unknwon-key` is neither a rule nor a category\n",
            "  help: did you mean `unknown-key`?\n",
        ]);
    }
    let all = [
        "--select",
        "publish,E501",
        "--ignore",
        "unquoted_glob",
        "--extend-select",
        "",
    ];
    let words = [
        "`publish` is",
        "`E501` is",
        "`unquoted_glob` is",
        "`` is",
        "did you mean `publishing`? `codemagic-lint rules` lists all of them did you mean `unquoted-glob`?",
    ];
    check(&project, &all).fails_with(&words);
}

#[test]
fn the_configuration_is_found_or_given() {
    let project = Project::new(&[
        ("codemagic.yaml", BAD),
        ("codemagic-lint.toml", "ignore = [\"unknown-key\"]\n"),
        ("ci/strict.toml", "[severity]\nunknown-key = \"hint\"\n"),
    ]);
    check(&project, &[]).ends_with(0);
    let given = check(
        &project,
        &["--config", "ci/strict.toml", "--fail-on", "hint"],
    );
    given.ends_with(1);
    assert_eq!(given.json()["summary"]["hints"], 1);
    check(&project, &["--config", "ci/none.toml"]).fails_with(&["`ci/none.toml` does not exist"]);
    check(&project, &["--config", "ci"]).fails_with(&["`ci` is a directory, expected a file"]);
}

#[test]
fn everything_wrong_with_a_configuration_is_told_with_its_place() {
    let config =
        "fail-on = \"fatal\"\nselct = []\nignore = [\"unknwon-key\"]\n[severity]\nschema = 1\n";
    let project = Project::new(&[("codemagic.yaml", BAD), ("codemagic-lint.toml", config)]);
    let run = check(&project, &[]);
    run.fails_with(&[
        "error: codemagic-lint.toml:1:11: ",
        "error: codemagic-lint.toml:2:1: ",
        "did you mean `select`?",
        "error: codemagic-lint.toml:3:11: ",
        "did you mean `unknown-key`?",
        "error: codemagic-lint.toml:5:10: ",
    ]);
    assert_eq!(run.stderr.matches("error: ").count(), 4, "{}", run.stderr);
    // A machine that reads the report gets one.
    assert_eq!(run.files(), [""; 0]);

    project.write("codemagic-lint.toml", "fail-on = \"error\n");
    check(&project, &[]).fails_with(&["error: codemagic-lint.toml:1:"]);
}

#[test]
fn a_broken_configuration_stops_its_files_only() {
    let project = Project::new(&[
        ("codemagic.yaml", GOOD),
        ("a/codemagic.yaml", BAD),
        ("b/codemagic.yaml", BAD),
        ("b/codemagic-lint.toml", "x = 1\n"),
    ]);
    let run = project.run(&[&["check"], &JSON[..]].concat());
    run.fails_with(&["error: b/codemagic-lint.toml:1:1: `x`"]);
    assert_eq!(run.files(), ["a/codemagic.yaml", "codemagic.yaml"]);
}

#[test]
fn a_schema_of_the_users_own_is_asked_too() {
    let good = r#"{"type": "object", "required": ["workflows"]}"#;
    let bad = r#"{"type": "object", "required": ["version"]}"#;
    let project = Project::new(&[
        ("codemagic.yaml", GOOD),
        ("good.json", good),
        ("bad.json", bad),
        ("other.toml", "schema = \"bad.json\"\n"),
    ]);
    check(&project, &["--schema", "good.json"]).ends_with(0);
    for arguments in [&["--schema", "bad.json"], &["--config", "other.toml"]] {
        let run = check(&project, arguments);
        run.ends_with(1);
        assert_eq!(run.rules(), ["custom-schema"]);
        assert!(run.stdout.contains("the key `version`"), "{}", run.stdout);
    }
}

#[test]
fn a_schema_that_cannot_be_used_is_trouble() {
    let project = Project::new(&[("codemagic.yaml", GOOD)]);
    let remote = r#"{"$ref": "https://example.com/schema.json"}"#;
    for (text, words) in [
        ("{\n  \"type\":\n", "`own.json` is not JSON: line 3, column"),
        ("type: object\n", "`own.json` is not JSON: line 1, column"),
        ("", "`own.json` is not JSON: line 1, column"),
        (
            r#"{"type": "nonsense"}"#,
            "`own.json` is not a usable JSON Schema",
        ),
        (remote, "`own.json` is not a usable JSON Schema"),
        (
            r#"{"$ref": "other.json"}"#,
            "`own.json` is not a usable JSON Schema",
        ),
    ] {
        project.write("own.json", text);
        let run = check(&project, &["--schema", "own.json"]);
        run.fails_with(&[words]);
        assert!(run.stderr.lines().count() <= 2, "{}", run.stderr);
    }
    project.write("own.json", remote);
    check(&project, &["--schema", "own.json"]).fails_with(&["https://example.com/schema.json"]);
    check(&project, &["--schema", "none.json"]).fails_with(&["`none.json` does not exist"]);
}

#[test]
fn the_clock_may_be_set() {
    let release = "workflows:\n  a:\n    name: A\n    integrations:\n      app_store_connect: Key\n    \
                   scripts:\n      - ls\n    publishing:\n      app_store_connect:\n        \
                   auth: integration\n        submit_to_app_store: true\n        \
                   release_type: SCHEDULED\n        \
                   earliest_release_date: 2026-06-01T12:00:00+00:00\n";
    let project = Project::new(&[("codemagic.yaml", release)]);
    let rule = "asc-date-in-past";
    for (now, found) in [
        ("2026-05-31T12:00:00Z", 0),
        ("2026-06-02T12:00:00Z", 1),
        ("2026-06-02T00:00:00+09:00", 1),
    ] {
        let run = check(&project, &["--select", rule, "--now", now]);
        assert_eq!(run.rules().len(), found, "{now}: {run:?}");
    }
}
