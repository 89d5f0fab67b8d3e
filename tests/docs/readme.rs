//! README, and the commands that all pages name.

use codemagic_lint::finding::Severity;
use codemagic_lint::report::Format;
use codemagic_lint::rules;

use super::{blocks_of, code_words, output_of, page, program, support};

#[test]
fn readme_begins_with_the_two_commands() {
    let blocks = blocks_of(&page("README.md"), "sh");
    let mut commands = blocks.iter().flat_map(|block| block.text.lines());
    assert_eq!(
        commands.next(),
        Some("cargo run --release -- check fixtures/workflows/ios-release/codemagic.yaml")
    );
    assert_eq!(commands.next(), Some("scripts/test"));
}

#[test]
fn exit_codes_are_those_of_the_table() {
    let page = page("README.md");
    let table = page.split("### Exit codes").nth(1).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| "));
    let codes: Vec<i32> = rows
        .map_while(|row| row.split(' ').next())
        .filter_map(|code| code.parse().ok())
        .collect();
    let clean = "fixtures/workflows/app-store-release/codemagic.yaml";
    let faulty = "fixtures/workflows/ios-release/codemagic.yaml";
    let runs = [
        vec!["check", clean],
        vec!["check", faulty],
        vec!["check", "fixtures/no-such-file.yaml"],
    ];
    let run = |arguments: &Vec<&str>| program(arguments).output().unwrap().status.code().unwrap();
    assert_eq!(runs.iter().map(run).collect::<Vec<_>>(), codes);
    assert_eq!(run(&vec!["check", "--fail-on", "never", faulty]), 0);
}

#[test]
fn the_clean_fixture_stays_clean() {
    let text = page("fixtures/workflows/app-store-release/codemagic.yaml");
    let findings = support::check(&text);
    let loud: Vec<_> = findings
        .iter()
        .filter(|finding| finding.severity >= Severity::Warning)
        .map(|finding| (&finding.rule, &finding.message))
        .collect();
    assert!(loud.is_empty(), "{loud:?}");
}

#[test]
fn every_format_is_listed() {
    let page = page("README.md");
    let table = page.split("| `--output-format` |").nth(1).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
    let names: Vec<&str> = rows
        .take(Format::ALL.len())
        .filter_map(|row| row.split('`').next())
        .collect();
    assert_eq!(names, Format::ALL.map(Format::name));
}

#[test]
fn every_category_that_has_rules_is_described() {
    let page = page("README.md");
    for category in rules::all().iter().map(|rule| rule.category) {
        let row = format!("\n| {category} | ");
        assert!(page.contains(&row), "README has no row for {category}");
    }
}

/// Commands in a page: the lines of its shell blocks and the code in its prose,
/// from the program's name on.
fn commands(page: &str) -> Vec<String> {
    let shell = blocks_of(page, "sh");
    let lines = shell
        .iter()
        .flat_map(|block| block.text.lines())
        .map(str::to_owned);
    let all = lines.chain(code_words(page));
    all.filter_map(|text| {
        let text = text.split(" #").next()?;
        let arguments = match text.split_once("cargo run --release -- ") {
            Some((_, arguments)) => arguments,
            None if text.starts_with("--") => text,
            None => text.split_once("codemagic-lint ")?.1,
        };
        Some(arguments.to_owned())
    })
    .collect()
}

#[test]
fn options_and_commands_exist() {
    let main = output_of(&["--help"]);
    let listed = main
        .split("Commands:")
        .nth(1)
        .unwrap()
        .split("Options:")
        .next();
    let known: Vec<&str> = listed
        .unwrap()
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(known.contains(&"check"), "{known:?}");
    let help: String = known
        .iter()
        .map(|name| output_of(&[name, "--help"]))
        .collect();
    let is_option = |word: &&str| word.starts_with("--") && word.len() > 2;
    for name in [
        "README.md",
        "docs/configuration.md",
        "docs/dry-run.md",
        "docs/fixes.md",
        "docs/show.md",
        "docs/triggers.md",
        "docs/architecture.md",
    ] {
        for command in commands(&page(name)) {
            let mut words = command.split([' ', '=', ',']);
            let first = words.clone().next().unwrap();
            let is_command = first.starts_with("--") || known.contains(&first);
            assert!(
                is_command,
                "{name}: `{command}`: there is no command `{first}`"
            );
            for option in words.by_ref().filter(is_option) {
                let exists = help
                    .split(|c: char| !c.is_alphanumeric() && c != '-')
                    .any(|it| it == option);
                assert!(exists, "{name}: `{command}`: there is no option `{option}`");
            }
        }
    }
}
