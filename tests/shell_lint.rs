//! What rules make of another linter's remarks, without one.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

use std::fmt::Write as _;
use std::sync::Arc;

use codemagic_lint::finding::Finding;
use codemagic_lint::rules::shell_lint::{Remark, RemarkLevel, ShellLint, ShellScript};
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::SourceFile;
use proptest::prelude::*;

/// Remarks on every `x`, and one behind the script. It quotes the whole script.
#[derive(Debug)]
struct Eager {
    quote: bool,
}

impl ShellLint for Eager {
    fn lint(&self, scripts: &[ShellScript]) -> Vec<Option<Arc<[Remark]>>> {
        let remarks = |script: &ShellScript| {
            let text = &script.text;
            let starts = text.match_indices('x').map(|(at, _)| at..at + 1);
            let all = starts.chain(std::iter::once(text.len()..text.len()));
            let message = if self.quote { text.as_str() } else { "Oh." };
            let remark = |range: std::ops::Range<usize>| Remark {
                code: 7,
                level: RemarkLevel::Error,
                message: message.to_owned(),
                replacements: vec![(range.clone(), "y".to_owned())],
                range,
            };
            Some(all.map(remark).collect())
        };
        scripts.iter().map(remarks).collect()
    }

    fn is_complete(&self) -> bool {
        true
    }
}

fn found(text: &str, quote: bool) -> (Vec<Finding>, String) {
    let settings = Settings {
        shell_lint: Some(Arc::new(Eager { quote })),
        ..support::settings()
    };
    let checked = rules::check(SourceFile::new("codemagic.yaml", text), &settings);
    let source = checked.tree.source().text().to_owned();
    let mut findings = checked.findings;
    findings.retain(|finding| finding.rule == "shellcheck[SC0007]");
    (findings, source)
}

fn workflow(script: &str) -> String {
    format!("workflows:\n  a:\n    scripts:\n      - script: {script}\n")
}

#[test]
fn remarks_stand_at_what_they_are_about() {
    let text = workflow("|\n          a x\n          ${{ inputs.id }} é x");
    let (findings, _) = found(&text, false);
    let places: Vec<(usize, usize)> = findings
        .iter()
        .map(|it| (it.span.start(), it.span.end()))
        .collect();
    let (first, last) = (text.find('x').unwrap(), text.rfind('x').unwrap());
    // The one behind the script points at its last character, as the other does.
    assert_eq!(places, [(first, first + 1), (last, last + 1)]);
    assert_eq!(findings[0].message, "oh");
    assert_eq!(findings[0].url, "https://www.shellcheck.net/wiki/SC0007");
    let edits = &findings[0].fix.as_ref().unwrap().edits;
    assert_eq!(
        (edits[0].span, edits[0].text.as_str()),
        (findings[0].span, "y")
    );
}

#[test]
fn secrets_are_taken_out_of_what_it_quotes() {
    let secret = "ghp_9aB3dE5fG7hJ1kL2mN4pQ6rS8tU0vW2xY4zA";
    let (findings, _) = found(&workflow(&format!("echo {secret} > x")), true);
    assert!(!findings.is_empty());
    for finding in &findings {
        assert!(!finding.message.contains(secret), "{}", finding.message);
        assert!(finding.message.contains('…'), "{}", finding.message);
    }
    // Too many to look for each: then nothing is quoted.
    let mut many = String::from("|\n");
    for index in 100..640 {
        let _ = writeln!(
            many,
            "          echo ghp_{index}B3dE5fG7hJ1kL2mN4pQ6rS8tU0vW2xY4zA"
        );
    }
    let (findings, _) = found(&workflow(&many), true);
    assert!(!findings.is_empty());
    for finding in &findings {
        assert!(!finding.message.contains("ghp_"), "{}", finding.message);
    }
}

proptest! {
    #[test]
    fn any_script_gives_findings_inside_the_file(
        script in "[ -~éß😀\n\t]{0,40}",
        style in 0..4_usize,
    ) {
        let script = match style {
            0 => format!("|\n{}", support::indented(&script, 10)),
            1 => format!(">-\n{}", support::indented(&script, 10)),
            2 => format!("'{}'", script.replace('\'', "''").replace('\n', "\n          ")),
            _ => serde_json::to_string(&script).unwrap(),
        };
        let (findings, source) = found(&workflow(&script), true);
        for finding in findings {
            let slice = source.get(finding.span.range());
            prop_assert!(slice.is_some(), "{:?}", finding);
            for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
                prop_assert!(source.get(edit.span.range()).is_some());
                let replaced = &source[edit.span.range()];
                prop_assert!(replaced == "x" || replaced.is_empty(), "{}", replaced);
            }
        }
    }
}
