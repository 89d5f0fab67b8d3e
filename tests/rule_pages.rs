//! Every rule has a page, and every example on it behaves as it says.
//!
//! A marker `# ^^^ error[rule-id]: message` under a line of a YAML example says
//! which finding begins there and how far it reaches on its line; `#^^` marks
//! from the `#` itself. Markers are taken out before the example is checked.
//!
//! Words behind `yaml` set the scene: `now=2026-01-01T00:00:00Z`,
//! `file=codemagic.yml`, `known-groups=a,b`, `known-integrations=a`, `known-keystores=a`,
//! `internal-beta-groups=a`, `instance-types=a`,
//! `max-build-duration=180`, `schema=path`.
//!
//! What Markdown cannot show is written so: `\t` stands for a tab, `\x07` for the
//! byte 7, and a line that ends in ` ×99` stands in the file 99 times. Markers
//! count in the text that results.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::sync::Arc;

use codemagic_lint::finding::{Finding, Severity};
use codemagic_lint::rules::{self, Rule, Settings};
use codemagic_lint::syntax::SourceFile;
use codemagic_lint::workspace::SchemaFile;

const HEADINGS: [&str; 6] = [
    "What it does",
    "Why it matters",
    "Example",
    "Fix",
    "Configuration",
    "Source",
];

#[derive(Debug, PartialEq, Eq, Clone)]
struct Expected {
    line: usize,
    column: usize,
    width: usize,
    severity: String,
    rule: String,
    message: String,
}

struct Example {
    info: String,
    /// The lines as the page has them, without markers.
    lines: Vec<String>,
    text: Vec<u8>,
    expected: Vec<Expected>,
}

fn pages() -> Vec<(&'static Rule, String)> {
    let page = |rule: &&'static Rule| {
        let path = support::root()
            .join("docs/rules")
            .join(format!("{}.md", rule.id));
        (*rule, support::read(path))
    };
    rules::all().iter().map(page).collect()
}

fn examples(page: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```yaml") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        found.push(example(info, &block));
    }
    found
}

fn example(info: &str, block: &[&str]) -> Example {
    let mut lines = Vec::new();
    let mut text = Vec::new();
    let mut expected = Vec::new();
    let mut line_number = 0;
    for line in block {
        if let Some(marker) = marker(line, line_number) {
            expected.push(marker);
            continue;
        }
        lines.push((*line).to_owned());
        let (line, times) = repeated(line).unwrap_or((line, 1));
        line_number += times;
        for _ in 0..times {
            text.extend(unescape(line));
            text.push(b'\n');
        }
    }
    Example {
        info: info.to_owned(),
        lines,
        text,
        expected,
    }
}

fn repeated(line: &str) -> Option<(&str, usize)> {
    let (line, times) = line.rsplit_once(" ×")?;
    Some((line, times.parse().ok()?))
}

fn unescape(line: &str) -> Vec<u8> {
    let line = line.replace("\\t", "\t");
    let mut parts = line.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let code = part.get(..2);
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(part.bytes().skip(2));
            }
            None => bytes.extend(format!("\\x{part}").bytes()),
        }
    }
    bytes
}

fn marker(line: &str, under: usize) -> Option<Expected> {
    let hash = line.chars().position(|c| c != ' ')?;
    let rest = line.trim_start().strip_prefix('#')?;
    let gap = rest.chars().take_while(|c| *c == ' ').count();
    let carets = rest.chars().skip(gap).take_while(|c| *c == '^').count();
    let label = rest.chars().skip(gap + carets).collect::<String>();
    let (severity, label) = label.trim_start().split_once('[')?;
    if carets == 0 || severity.parse::<Severity>().is_err() {
        return None;
    }
    let (rule, message) = label.split_once("]:")?;
    // `#^^`: the `#` counts as a caret.
    let (column, width) = if gap == 0 {
        (hash + 1, carets + 1)
    } else {
        (hash + 1 + gap + 1, carets)
    };
    Some(Expected {
        line: under,
        column,
        width,
        severity: severity.to_owned(),
        rule: rule.to_owned(),
        message: message.trim().to_owned(),
    })
}

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

fn settings(info: &str, rule: &Rule) -> (String, Settings) {
    let mut settings = Settings::default();
    let mut file = "codemagic.yaml".to_owned();
    for word in info.split_whitespace() {
        let (key, value) = word
            .split_once('=')
            .unwrap_or_else(|| panic!("{}: what is `{word}`?", rule.id));
        let list = || {
            value
                .split(',')
                .map(|item| item.replace('+', " "))
                .collect::<Vec<_>>()
        };
        match key {
            "now" => settings.now = Some(value.parse().unwrap()),
            "file" => value.clone_into(&mut file),
            "known-groups" => settings.known.groups = Some(list()),
            "known-keystores" => settings.known.keystores = Some(list()),
            "known-integrations" => settings.known.integrations = Some(list()),
            "instance-types" => settings.known.instance_types = list(),
            "internal-beta-groups" => settings.known.internal_beta_groups = list(),
            "max-build-duration" => {
                settings.known.max_build_duration = Some(value.parse().unwrap());
            }
            "schema" => {
                let schema = SchemaFile::new(&support::read(support::root().join(value))).unwrap();
                settings.schema = Some(Arc::new(schema));
            }
            _ => panic!("{}: what is `{key}`?", rule.id),
        }
    }
    let index = rules::index_of(rule.id).unwrap();
    settings.selection.set(index, Some(rule.severity));
    (file, settings)
}

/// This rule's findings must be those marked. Of other rules, errors must be
/// marked too; in an example without markers nothing above a hint may be found.
fn run(rule: &Rule, example: &Example) -> Result<(), String> {
    let (file, settings) = settings(&example.info, rule);
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
        !marked(finding) && (finding.rule == rule.id || loud)
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
            .any(|example| example.expected.iter().any(|it| it.rule == rule.id));
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
        let about_the_rule = |bad: &&Example| bad.expected.iter().any(|it| it.rule == rule.id);
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
            let (file, settings) = settings(&example.info, rule);
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
