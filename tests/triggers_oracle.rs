//! What starts a workflow against a model of its own: `scripts/triggers-oracle.py`, which
//! was written from the documentation and matches by `wcmatch`.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;
mod syntax_common;

#[path = "triggers_oracle/generator.rs"]
mod generator;

use std::process::Command;

use codemagic_lint::effective::Hidden;
use codemagic_lint::expression::condition::Truth;
use codemagic_lint::model::{self, triggering::Event};
use codemagic_lint::triggers::{Answer, Webhook, answers};
use serde_json::{Value, json};

use generator::Case;
use syntax_common::{Numbers, tree};

const CASES: usize = 5_000;

/// Least share of each verdict, in percent.
const LEAST_SHARE: usize = 10;

fn event(name: &str) -> Event {
    match name {
        "push" => Event::Push,
        "pull_request" => Event::PullRequest,
        "pull_request_labeled" => Event::PullRequestLabeled,
        _ => Event::Tag,
    }
}

fn ours(case: &Case) -> Answer {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let changed = case.changed.as_ref();
    let webhook = Webhook {
        branch: text(case.branch),
        target: text(case.target),
        tag: text(case.tag),
        changed: changed.map(|files| files.iter().map(|it| (*it).to_owned()).collect()),
        variables: case
            .env
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        payload: case.payload.clone(),
        ..Webhook::new(event(case.event))
    };
    let tree = tree(&case.yaml);
    let fatal = tree.problems().iter().find(|it| it.kind.is_fatal());
    assert!(fatal.is_none(), "{fatal:?}\n{}", case.yaml);
    let (config, _) = model::decode(&tree);
    let mut found = answers(&tree, &config, &webhook, &Hidden::default());
    assert_eq!(found.len(), 1, "{}", case.yaml);
    found.remove(0)
}

fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "unknown",
    }
}

/// In the form that the script describes.
fn object(answer: &Answer) -> Value {
    let is_listed = answer.event.listed == Truth::True;
    let patterns = answer.patterns.as_ref();
    let matches = patterns.map(|it| it.patterns.iter().map(|it| word(it.matches)).collect());
    let matches: Vec<&str> = matches.unwrap_or_default();
    let when = answer.when.as_ref();
    let changeset = when.and_then(|it| it.changeset.as_ref());
    let condition = when.and_then(|it| it.condition.as_ref());
    json!({
        "verdict": word(answer.verdict()),
        "starts": word(answer.starts()),
        "patterns": is_listed.then(|| word(patterns.map_or(Truth::True, |it| it.truth))),
        "matches": is_listed.then_some(matches),
        "deciding": patterns.and_then(|it| it.deciding),
        "changeset": changeset.map(|it| word(it.truth)),
        "condition": condition.map(|it| word(it.truth)),
    })
}

fn question(case: &Case) -> Value {
    let env: serde_json::Map<String, Value> = case
        .env
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    json!({
        "yaml": case.yaml,
        "event": case.event,
        "branch": case.branch,
        "target": case.target,
        "tag": case.tag,
        "changed": case.changed,
        "env": env,
        "payload": case.payload,
    })
}

/// The same cases every time, unless `TRIGGERS_ORACLE_SEED` asks for others.
fn seed() -> u64 {
    let given = std::env::var("TRIGGERS_ORACLE_SEED").ok();
    given.map_or(20_261_122, |seed| seed.parse().unwrap())
}

#[test]
fn events_start_what_the_documentation_says() {
    let mut numbers = Numbers::new(seed());
    let cases: Vec<Case> = (0..CASES).map(|_| generator::case(&mut numbers)).collect();
    let Some(theirs) = ask(&cases) else { return };
    assert_eq!(theirs.len(), cases.len());
    let mut shares = [0_usize; 3];
    let mut of_conditions = [0_usize; 3];
    let mut of_changesets = [0_usize; 3];
    let count = |shares: &mut [usize; 3], verdict: &Value| match verdict.as_str() {
        Some("yes") => shares[0] += 1,
        Some("no") => shares[1] += 1,
        Some(_) => shares[2] += 1,
        None => {}
    };
    let mut different = Vec::new();
    for (case, theirs) in cases.iter().zip(&theirs) {
        let ours = object(&ours(case));
        count(&mut shares, &ours["verdict"]);
        count(&mut of_conditions, &ours["condition"]);
        count(&mut of_changesets, &ours["changeset"]);
        if ours != *theirs {
            let question = question(case);
            different.push(format!(
                "{question}\n{}ours {ours}\ntheirs {theirs}",
                case.yaml
            ));
        }
    }
    println!(
        "verdicts {shares:?}, conditions {of_conditions:?}, changesets {of_changesets:?}: yes, no, unknown"
    );
    let shown: Vec<_> = different.iter().take(3).map(String::as_str).collect();
    let number = different.len();
    assert!(
        different.is_empty(),
        "{number} differ:\n{}",
        shown.join("\n\n")
    );
    for shares in [shares, of_conditions, of_changesets] {
        let all: usize = shares.iter().sum();
        assert!(all > 500, "{shares:?}");
        assert!(
            shares.iter().all(|it| it * 100 >= all * LEAST_SHARE),
            "{shares:?}"
        );
    }
}

fn ask(cases: &[Case]) -> Option<Vec<Value>> {
    let questions = tempfile::NamedTempFile::new().unwrap();
    let answers = tempfile::NamedTempFile::new().unwrap();
    let lines: Vec<String> = cases
        .iter()
        .map(|case| question(case).to_string())
        .collect();
    std::fs::write(questions.path(), lines.join("\n")).unwrap();
    let asked = Command::new(support::python())
        .arg(support::root().join("scripts/triggers-oracle.py"))
        .args([questions.path(), answers.path()])
        .status();
    if !asked.is_ok_and(|status| status.success()) {
        support::skip("Python with PyYAML and wcmatch");
        return None;
    }
    let lines = support::read(answers.path());
    let answers = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    Some(answers.collect())
}
