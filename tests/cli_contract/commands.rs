//! `explain`, `rules`, `schema`, `completions`, `man`, `--help`, `--version`.

use codemagic_lint::finding::Category;
use codemagic_lint::mock_server::account::file::account_schema;
use codemagic_lint::{effective, model, publish, report, rules, triggers, workspace};
use serde_json::Value;

use crate::support;
use crate::support::cli::{Run, run};

fn succeeds(arguments: &[&str]) -> Run {
    let run = run(arguments);
    run.ends_with(0);
    assert!(run.stdout.ends_with('\n'), "{arguments:?}");
    run
}

#[test]
fn every_rule_is_explained_by_its_page() {
    for rule in rules::all() {
        let text = succeeds(&["explain", rule.id]).stdout;
        let page = support::read(support::root().join(format!("docs/rules/{}.md", rule.id)));
        assert!(text.starts_with(page.trim_end()), "{}", rule.id);
        for word in [rule.category.name(), rule.severity.name(), &rule.url()] {
            assert!(text[page.len()..].contains(word), "{}: {word}", rule.id);
        }
    }
    for (old, new) in rules::REDIRECTS {
        let page = succeeds(&["explain", new]).stdout;
        let told = format!("`{old}` is called `{new}` today.\n\n{page}");
        assert_eq!(succeeds(&["explain", old]).stdout, told);
    }
}

#[test]
fn a_rule_that_is_none_is_an_error() {
    run(&["explain", "unknwon-key"])
        .fails_with(&["`unknwon-key`", "help: did you mean `unknown-key`?\n"]);
    run(&["explain", "zzzzzzzz"]).fails_with(&["`zzzzzzzz`", "help: `codemagic-lint rules` lists"]);
    run(&["explain", "\u{1b}[31m"]).fails_with(&["`\\u{1b}[31m`"]);
    run(&["explain"]).fails_with(&["<RULE>"]);
}

#[test]
fn all_rules_are_listed() {
    let text = succeeds(&["rules"]).stdout;
    for rule in rules::all() {
        let line = text
            .lines()
            .find(|line| line.trim_start().split(' ').next() == Some(rule.id));
        let severity = if rule.pedantic {
            "off"
        } else {
            rule.severity.name()
        };
        let line = line.unwrap_or_else(|| panic!("{} is missing", rule.id));
        assert!(
            line.contains(severity) && line.ends_with(rule.summary),
            "{line}"
        );
    }
    let headings: Vec<&str> = text
        .lines()
        .filter(|line| line.parse::<Category>().is_ok())
        .collect();
    let used = Category::ALL
        .into_iter()
        .filter(|category| rules::all().iter().any(|rule| rule.category == *category));
    assert_eq!(headings, used.map(Category::name).collect::<Vec<_>>());
}

#[test]
fn all_rules_are_listed_for_machines() {
    let json = succeeds(&["rules", "--output-format", "json"]).json();
    let list = json.as_array().unwrap();
    assert_eq!(list.len(), rules::all().len());
    for (listed, rule) in list.iter().zip(rules::all()) {
        assert_eq!(listed["id"], rule.id);
        assert_eq!(listed["category"], rule.category.name());
        assert_eq!(listed["severity"], rule.severity.name());
        assert_eq!(listed["pedantic"], rule.pedantic);
        assert_eq!(listed["fix"].is_null(), rule.fix.is_none());
        assert_eq!(listed["url"], rule.url());
        assert_eq!(listed["summary"], rule.summary);
        assert_eq!(listed["source"], rule.source);
    }
}

#[test]
fn schemas_are_printed_as_they_are_in_the_repository() {
    for (name, schema) in [
        ("codemagic", model::json_schema::codemagic_schema()),
        ("config", workspace::config_schema()),
        ("report", report::report_schema()),
        ("account", account_schema()),
        ("dry-run", publish::report::dry_run_schema()),
        ("show", effective::show_schema()),
        ("triggers", triggers::report::triggers_schema()),
    ] {
        let printed = succeeds(&["schema", name]).stdout;
        let path = support::root().join(format!("schema/{name}.schema.json"));
        if std::env::var_os("UPDATE_SCHEMAS").is_some_and(|value| value == "1") {
            std::fs::write(&path, &printed).unwrap();
        }
        let stored = support::read(&path).replace("\r\n", "\n");
        assert!(
            printed == stored,
            "{name}: run the tests with UPDATE_SCHEMAS=1"
        );
        assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), schema);
        assert!(jsonschema::draft7::meta::is_valid(&schema), "{name}");
    }
    run(&["schema", "confg"]).fails_with(&["confg", "'config'"]);
    run(&["schema"]).fails_with(&["<WHICH>"]);
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = succeeds(&["completions", shell]).stdout;
        for word in ["codemagic-lint", "stdin-filename", "explain"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    run(&["completions", "tcsh"]).fails_with(&["tcsh", "bash, elvish, fish, powershell, zsh"]);
}

#[test]
fn the_manual_names_every_command() {
    let page = succeeds(&["man"]).stdout;
    assert!(page.contains(".TH CODEMAGIC-LINT 1"), "{page}");
    for command in ["check", "explain", "rules", "schema", "completions", "man"] {
        assert!(
            page.contains(&format!("codemagic\\-lint\\-{command}(1)")),
            "{command}: {page}"
        );
    }
}

#[test]
fn help_goes_to_standard_output() {
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["check", "--help"],
        &["rules", "-h"],
    ] {
        let help = succeeds(arguments).stdout;
        assert!(help.contains("Usage: codemagic-lint"), "{help}");
        assert!(
            help.lines().all(|line| line.chars().count() <= 100),
            "{help}"
        );
    }
    let version = format!("codemagic-lint {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(succeeds(&["--version"]).stdout, version);
    assert_eq!(succeeds(&["-V"]).stdout, version);
}

#[test]
fn the_manual_lists_every_schema() {
    let help = succeeds(&["schema", "--help"]).stdout;
    let manual = support::read(support::root().join("docs/configuration.md"));
    let names = help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- "));
    let names: Vec<&str> = names.filter_map(|line| line.split(':').next()).collect();
    assert!(
        names.contains(&"show") && names.contains(&"account"),
        "{help}"
    );
    for name in names {
        assert!(
            manual.contains(&format!("| `codemagic-lint schema {name}` |")),
            "{name}"
        );
    }
}
