//! `rules`: the catalogue.

use std::fmt::Write as _;

use serde::Serialize;

use crate::finding::{Category, Safety, Severity};
use crate::rules::{self, Rule};

use super::Outcome;
use super::args::{ListFormat, RulesArgs};
use super::failure::Failure;
use super::terminal::print;

/// A rule as `rules --output-format json` lists it.
#[derive(Serialize)]
struct Listed {
    id: &'static str,
    category: Category,
    severity: Severity,
    /// Off unless selected.
    pedantic: bool,
    fix: Option<Safety>,
    summary: &'static str,
    source: &'static str,
    url: String,
}

pub(super) fn run(args: &RulesArgs) -> Result<Outcome, Failure> {
    let text = match args.output_format {
        ListFormat::Human => table(),
        ListFormat::Json => {
            let list: Vec<Listed> = rules::all().iter().map(|rule| listed(rule)).collect();
            let mut text = serde_json::to_string_pretty(&list).map_err(Failure::new)?;
            text.push('\n');
            text
        }
    };
    print(text.as_bytes())?;
    Ok(Outcome::Clean)
}

fn listed(rule: &Rule) -> Listed {
    Listed {
        id: rule.id,
        category: rule.category,
        severity: rule.severity,
        pedantic: rule.pedantic,
        fix: rule.fix,
        summary: rule.summary,
        source: rule.source,
        url: rule.url(),
    }
}

fn table() -> String {
    let width = rules::all()
        .iter()
        .map(|rule| rule.id.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for category in Category::ALL {
        let of_it: Vec<&Rule> = rules::all()
            .iter()
            .copied()
            .filter(|rule| rule.category == category)
            .collect();
        if of_it.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{category}");
        for rule in of_it {
            let severity = if rule.pedantic {
                "off"
            } else {
                rule.severity.name()
            };
            let _ = writeln!(text, "  {:width$}  {severity:7}  {}", rule.id, rule.summary);
        }
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "{} rules; `codemagic-lint explain RULE` says more",
        rules::all().len()
    );
    text
}
