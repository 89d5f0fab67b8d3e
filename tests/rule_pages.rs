//! Every rule has a page, and every example on it behaves as it says.
//! `tests/support/pages.rs` tells how examples are marked.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use codemagic_lint::finding::Finding;
use codemagic_lint::rules::{self, Rule};
use codemagic_lint::syntax::SourceFile;
use support::pages::{Example, Expected, examples, is_of, lacks_shellcheck, pages, settings};

const HEADINGS: [&str; 6] = [
    "What it does",
    "Why it matters",
    "Example",
    "Fix",
    "Configuration",
    "Source",
];

fn found(source: &SourceFile, finding: &Finding) -> Expected {
    let start = source.position(finding.span.start());
    let shown = source.first_line_of(finding.span);
    Expected {
        line: start.line,
        column: start.column,
        width: source.slice(shown).chars().count().max(1),
        severity: finding.severity.name().to_owned(),
        rule: finding.rule.to_string(),
        message: finding.message.clone(),
    }
}

/// This rule's findings must be those marked. Of other rules, errors must be
/// marked too; in an example without markers nothing above a hint may be found.
fn run(rule: &Rule, example: &Example) -> Result<(), String> {
    if lacks_shellcheck(example) {
        return Ok(());
    }
    let (file, settings) = settings(example, rule);
    let checked = rules::check(
        SourceFile::from_bytes(file, example.text.clone()),
        &settings,
    );
    let source = checked.tree.source();
    let all: Vec<Expected> = checked
        .findings
        .iter()
        .map(|finding| found(source, finding))
        .collect();
    let marked = |finding: &Expected| example.expected.contains(finding);
    for expected in &example.expected {
        if !all.contains(expected) {
            return Err(format!(
                "expected {expected:#?}\nfound {all:#?}\nin\n{}",
                String::from_utf8_lossy(&example.text)
            ));
        }
    }
    let is_good = example.expected.is_empty();
    let surprise = all.iter().find(|finding| {
        let loud = finding.severity == "error" || (is_good && finding.severity == "warning");
        !marked(finding) && (is_of(rule, &finding.rule) || loud)
    });
    match surprise {
        Some(finding) => Err(format!(
            "not marked: {finding:#?}\nin\n{}",
            String::from_utf8_lossy(&example.text)
        )),
        None => Ok(()),
    }
}

#[test]
fn examples_behave_as_marked() {
    let mut failures = Vec::new();
    for (rule, page) in pages() {
        for example in examples(&page) {
            if let Err(failure) = run(rule, &example) {
                failures.push(format!("docs/rules/{}.md: {failure}", rule.id));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} examples differ\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

#[test]
fn pages_have_a_bad_and_a_good_example() {
    for (rule, page) in pages() {
        let examples = examples(&page);
        let bad = examples
            .iter()
            .any(|example| example.expected.iter().any(|it| is_of(rule, &it.rule)));
        let good = examples.iter().any(|example| example.expected.is_empty());
        assert!(
            bad && good,
            "{}: a bad and a good example are needed",
            rule.id
        );
    }
}

/// How many lines of one example the other lacks, whichever of the two lacks
/// more. A line that stands twice counts twice.
fn lines_changed(bad: &Example, good: &Example) -> usize {
    let lacking = |from: &Example, other: &Example| {
        let mut rest: Vec<&String> = other.lines.iter().collect();
        let mut lacking = 0;
        for line in &from.lines {
            match rest.iter().position(|it| *it == line) {
                Some(found) => {
                    rest.swap_remove(found);
                }
                None => lacking += 1,
            }
        }
        lacking
    };
    lacking(bad, good).max(lacking(good, bad))
}

/// A page shows what makes the difference: some good example is a bad one with
/// few lines changed. That good examples are silent is checked by
/// `examples_behave_as_marked`.
#[test]
fn a_small_change_of_a_bad_example_is_silent() {
    let mut failures = Vec::new();
    for (rule, page) in pages() {
        let (good, bad): (Vec<Example>, Vec<Example>) = examples(&page)
            .into_iter()
            .partition(|example| example.expected.is_empty());
        let small = |bad: &Example| {
            let allowed = (bad.lines.len() / 3).max(4);
            good.iter().any(|good| lines_changed(bad, good) <= allowed)
        };
        let about_the_rule = |bad: &&Example| bad.expected.iter().any(|it| is_of(rule, &it.rule));
        if !bad.iter().filter(about_the_rule).any(small) {
            failures.push(rule.id);
        }
    }
    assert!(
        failures.is_empty(),
        "no good example is near a bad one: {failures:?}"
    );
}

#[test]
fn pages_have_the_fixed_headings() {
    for (rule, page) in pages() {
        assert!(
            page.starts_with(&format!("# {}\n", rule.id)),
            "{}: title",
            rule.id
        );
        let headings: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert_eq!(headings, HEADINGS, "{}", rule.id);
        assert!(
            page.contains(rule.source),
            "{}: the page must name its source",
            rule.id
        );
    }
}

#[test]
fn every_page_and_rule_file_belongs_to_a_rule() {
    let pages = std::fs::read_dir(support::root().join("docs/rules")).unwrap();
    for page in pages {
        let name = page.unwrap().file_name().into_string().unwrap();
        let id = name.trim_end_matches(".md");
        assert!(
            id == "README" || rules::find(id).is_some(),
            "{name} belongs to no rule"
        );
    }
    let folders = std::fs::read_dir(support::root().join("src/rules")).unwrap();
    for folder in folders
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !path.ends_with("shared"))
    {
        for file in std::fs::read_dir(&folder).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let id = name.trim_end_matches(".rs").replace('_', "-");
            assert!(
                id == "mod" || rules::find(&id).is_some(),
                "{}/{name} is not in the registry",
                folder.display()
            );
        }
    }
}

#[test]
fn ids_read_well_and_are_unique() {
    let mut ids: Vec<&str> = rules::all().iter().map(|rule| rule.id).collect();
    for id in &ids {
        assert!(
            id.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{id}"
        );
    }
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn messages_keep_their_form() {
    for (rule, page) in pages() {
        for example in examples(&page) {
            let (file, settings) = settings(&example, rule);
            let source = SourceFile::from_bytes(file, example.text);
            for finding in rules::check(source, &settings).findings {
                let message = &finding.message;
                assert!(!message.ends_with('.'), "{}: {message}", finding.rule);
                let first = message.chars().next().unwrap_or('.');
                assert!(!first.is_uppercase(), "{}: {message}", finding.rule);
                assert!(message.len() < 200, "{}: {message}", finding.rule);
            }
        }
    }
}
