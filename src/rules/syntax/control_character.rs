//! A character that YAML does not allow in a text.

use crate::finding::{Edit, Safety};
use crate::rules::prelude::*;
use crate::syntax::{ScalarStyle, Tree};

/// Edits of one fix: what comes in greater numbers is removed in several rounds.
const MOST_EDITS: usize = 10_000;

rule! {
    id: "control-character",
    category: Syntax,
    summary: "an invisible character that YAML does not allow",
    source: "https://yaml.org/spec/1.1/",
    fix: Unsafe,
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    let SyntaxProblemKind::ControlCharacter(character) = problem.kind else {
        return;
    };
    let code = u32::from(character);
    let message = if matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}') {
        format!("the invisible character U+{code:04X} ends the line for Codemagic")
    } else {
        format!("the invisible character U+{code:04X} is not allowed in YAML")
    };
    let fix = removal(report.tree(), character, problem.span);
    report
        .text(problem.span, message)
        .help(format!(
            "remove it; if it belongs to the value, write `\\u{code:04X}` in double quotes"
        ))
        .fix(fix);
}

/// Removes the character here and wherever else it does the same: only the first place
/// of each is a problem.
fn removal(tree: &Tree, character: char, first: Span) -> Fix {
    let mut spans = vec![first];
    if !matches!(character, '\t' | '\u{feff}') {
        let text = tree.source().text();
        let rest = text.get(first.end()..).unwrap_or_default();
        let places = rest.match_indices(character);
        let places =
            places.map(|(at, it)| Span::new(first.end() + at, first.end() + at + it.len()));
        for place in places.filter(|place| is_problem(tree, character, place.start())) {
            let touched = spans.last_mut().filter(|it| it.end() == place.start());
            if let Some(last) = touched {
                *last = last.cover(place);
                continue;
            }
            if spans.len() == MOST_EDITS {
                break;
            }
            spans.push(place);
        }
    }
    let title = match spans.as_slice() {
        [only] if *only == first => "remove the character",
        _ => "remove the character wherever it stands",
    };
    let edit = |span| Edit {
        span,
        text: String::new(),
    };
    Fix {
        title: title.to_owned(),
        safety: Safety::Unsafe,
        edits: spans.into_iter().map(edit).collect(),
    }
}

/// Whether the character does harm at this place: two that end lines do none in quotes.
fn is_problem(tree: &Tree, character: char, at: usize) -> bool {
    if !matches!(character, '\u{2028}' | '\u{2029}') {
        return true;
    }
    let node = tree.innermost(at);
    let is_quoted = tree.scalar_style(node).is_some_and(ScalarStyle::is_quoted);
    !(is_quoted && at < tree.span(node).end())
}
