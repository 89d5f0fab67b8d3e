//! `when.condition` in words.

use std::fmt::Write as _;

use crate::expression::condition::{Comparison, Expression, ExpressionKind, Path, Root, parse};
use crate::knowledge::variables::built_in;

use super::Told;
use super::keys;
use super::place::Place;

/// Deepest nesting that is told part by part; what is deeper stands as it is written.
const DEEPEST: usize = 6;

/// Most lines.
const MOST_LINES: usize = 30;

/// A condition, part by part.
pub(super) fn condition(place: &Place<'_>) -> Option<Told> {
    if place.is_key() || place.key_name() != Some("condition") {
        return None;
    }
    let help = keys::help(place)?;
    let text = place.veil.text(place.node)?;
    let condition = parse(text);
    let mut lines = Vec::new();
    tell(&condition.expression, false, 0, &mut lines);
    let mut words = "**when.condition**: holds where\n\n".to_owned();
    for (depth, line) in lines.iter().take(MOST_LINES) {
        let _ = writeln!(words, "{}- {line}", "  ".repeat(*depth));
    }
    if lines.len() > MOST_LINES {
        words.push_str("- …\n");
    }
    if condition.error.is_some() {
        words.push_str("\nIt has an error, and could be read in part only.\n");
    }
    let link = help
        .rsplit_once("\n[")
        .map(|(_, link)| format!("\n[{link}"));
    words.push_str(&link.unwrap_or_default());
    Some(Told::new(words, place.span()))
}

fn tell(part: &Expression, is_negated: bool, depth: usize, lines: &mut Vec<(usize, String)>) {
    if lines.len() > MOST_LINES {
        return;
    }
    let part = part.ungrouped();
    if depth >= DEEPEST {
        let not = if is_negated { "not " } else { "" };
        lines.push((depth, format!("{not}`{part}`")));
        return;
    }
    match &part.kind {
        ExpressionKind::Not(inner) => tell(inner, !is_negated, depth, lines),
        ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
            let all = matches!(part.kind, ExpressionKind::And(_));
            let words = match (all, is_negated) {
                (true, false) => "all of",
                (true, true) => "not all of",
                (false, false) => "at least one of",
                (false, true) => "none of",
            };
            lines.push((depth, words.to_owned()));
            for inner in parts {
                tell(inner, false, depth + 1, lines);
            }
        }
        ExpressionKind::Compare { first, rest } => {
            let mut words = value(first);
            for (operator, right) in rest {
                let _ = write!(
                    words,
                    " {} {}",
                    compared(*operator, is_negated),
                    value(right)
                );
            }
            lines.push((depth, words));
        }
        _ => {
            let is = if is_negated { "is not true" } else { "is true" };
            lines.push((depth, format!("{} {is}", value(part))));
        }
    }
}

fn compared(operator: Comparison, is_negated: bool) -> &'static str {
    match (operator, is_negated) {
        (Comparison::Equal, false) | (Comparison::NotEqual, true) => "is",
        (Comparison::NotEqual, false) | (Comparison::Equal, true) => "is not",
        (Comparison::Less, false) | (Comparison::GreaterOrEqual, true) => "is less than",
        (Comparison::LessOrEqual, false) | (Comparison::Greater, true) => "is at most",
        (Comparison::Greater, false) | (Comparison::LessOrEqual, true) => "is more than",
        (Comparison::GreaterOrEqual, false) | (Comparison::Less, true) => "is at least",
        (Comparison::In, false) | (Comparison::NotIn, true) => "is in",
        (Comparison::NotIn, false) | (Comparison::In, true) => "is not in",
    }
}

fn value(part: &Expression) -> String {
    let meaning = match &part.kind {
        ExpressionKind::Path(path) => meaning(path),
        ExpressionKind::Missing => return "nothing".to_owned(),
        _ => None,
    };
    let written = part.to_string().replace('`', "'");
    match meaning {
        Some(meaning) => format!("`{written}` ({meaning})"),
        None => format!("`{written}`"),
    }
}

fn meaning(path: &Path) -> Option<&'static str> {
    if path.root == Root::Event {
        return Some("of the webhook's payload");
    }
    built_in(path.variable()?.0).map(|it| it.meaning)
}
