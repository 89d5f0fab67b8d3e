//! Whatever the defect: in an anchor that twenty workflows use it is one finding.
//!
//! Every bad example of a rule's page that has one workflow is written once more
//! with that workflow under `definitions` and used by twenty others, by alias and
//! by merge key.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::fmt::Write as _;

use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;
use support::pages::{Example, examples, pages, settings};

const USES: usize = 20;

/// About what every workflow has for itself, however much it merges.
const OF_EACH: [&str; 1] = ["custom-schema"];

/// The lines of the example's only workflow below its id; `None` for any other
/// form of file.
fn only_workflow(example: &Example) -> Option<Vec<&str>> {
    let mut lines = example.lines.iter().map(String::as_str);
    let head = (lines.next()?, lines.next()?);
    let is_plain = head.0 == "workflows:" && head.1.starts_with("  ") && head.1.ends_with(':');
    let body: Vec<&str> = lines.collect();
    let is_body = |line: &&str| line.trim().is_empty() || line.starts_with("    ");
    // Anchors would stand twice, and escapes are written out elsewhere.
    let is_odd = |line: &&str| {
        let signs = [" &", " *", "<<", "×", "\\"];
        signs.iter().any(|sign| line.contains(sign))
    };
    let fits = is_plain && body.iter().all(is_body) && !body.iter().any(is_odd);
    (fits && !body.is_empty()).then_some(body)
}

/// The workflow under `definitions`, and twenty that use it in this way.
fn shared(body: &[&str], user: &str) -> String {
    let mut text = String::from("definitions:\n  app: &app\n");
    for line in body {
        let _ = writeln!(text, "{line}");
    }
    text.push_str("workflows:\n");
    for index in 0..USES {
        let _ = writeln!(text, "  app{index}:{user}");
    }
    text
}

fn count(text: &str, file: &str, settings: &Settings, rule: &str) -> usize {
    let checked = rules::check(SourceFile::new(file, text), settings);
    let of_rule = checked.findings.iter().filter(|it| it.rule == rule);
    of_rule.count()
}

#[test]
fn a_defect_that_twenty_workflows_share_is_one_finding() {
    let mut looked_at = Vec::new();
    let mut failures = Vec::new();
    for (rule, page) in pages() {
        let bad = examples(&page).into_iter();
        let bad = bad.filter(|it| it.expected.iter().any(|it| it.rule == rule.id));
        for example in bad {
            let Some(body) = only_workflow(&example) else {
                continue;
            };
            let (file, settings) = settings(&example, rule);
            let once = example.expected.iter().filter(|it| it.rule == rule.id);
            let once = once.count();
            for user in [" *app", "\n    <<: *app"] {
                let text = shared(&body, user);
                let found = count(&text, &file, &settings, rule.id);
                if found > once && !OF_EACH.contains(&rule.id) {
                    failures.push(format!("{}: {found} for {once}\n{text}", rule.id));
                }
                if found > 0 {
                    looked_at.push(rule.id);
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    looked_at.dedup();
    assert!(looked_at.len() >= 150, "only {}", looked_at.len());
}
