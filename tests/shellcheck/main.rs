//! shellcheck's findings: where they stand, what silences them, and what happens when
//! the program does not behave. `scripts/test` installs it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

#[path = "../support/mod.rs"]
mod support;

mod findings;
mod positions;
#[cfg(unix)]
mod program;

use std::sync::Arc;

use codemagic_lint::finding::Finding;
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::shellcheck::{Program, Shellcheck};
use codemagic_lint::syntax::SourceFile;

/// Settings under which scripts are shown to shellcheck; `None` where it is missing.
fn settings() -> Option<Settings> {
    let program = Program::at(&support::shellcheck()?).unwrap();
    Some(Settings {
        shell_lint: Some(Arc::new(Shellcheck::new(program))),
        ..support::settings()
    })
}

/// shellcheck's findings in a file.
fn found(text: &str, settings: &Settings) -> Vec<Finding> {
    let mut findings = rules::check(SourceFile::new("codemagic.yaml", text), settings).findings;
    findings.retain(|finding| finding.rule.starts_with("shellcheck"));
    findings
}

/// A workflow with one step, whose script is written like this.
fn workflow(script: &str) -> String {
    format!("workflows:\n  a:\n    name: A\n    scripts:\n      - script: {script}\n")
}

/// A workflow with a literal script.
fn literal(script: &str) -> String {
    workflow(&format!("|\n{}", support::indented(script, 10)))
}

/// The codes of findings, with the text that they stand at.
fn places<'t>(text: &'t str, findings: &[Finding]) -> Vec<(String, &'t str)> {
    let code = |finding: &Finding| {
        let id = finding.rule.trim_start_matches("shellcheck[");
        id.trim_end_matches(']').to_owned()
    };
    findings
        .iter()
        .map(|finding| (code(finding), &text[finding.span.range()]))
        .collect()
}
