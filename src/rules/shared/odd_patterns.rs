//! What is odd about branch and tag patterns, in words.

use std::ops::Range;

use crate::expression::glob::{
    Pattern, Problem as GlobProblem, ProblemKind as Oddity, regular_expression,
};

use super::words::excerpt;

/// The first part of a pattern that does not mean what it looks like: its bytes, a
/// message and what to do.
pub(crate) fn odd_part(text: &str) -> Option<(Range<usize>, String, &'static str)> {
    let shown = excerpt(text);
    if let Some(part) = regular_expression(text) {
        let found = text.get(part.clone()).unwrap_or_default();
        let message = format!(
            "`{found}` in `{shown}` looks like a regular expression, but patterns are globs"
        );
        return Some((
            part,
            message,
            "`*` stands for any text, `+([0-9])` for digits, `@(a|b)` and `{a,b}` for alternatives; a pattern always matches the whole name",
        ));
    }
    if text.starts_with('!') && !text.starts_with("!(") {
        let message = format!(
            "`!` in `{shown}` leaves nothing out: before anything but `(` it stands for itself"
        );
        return Some((
            0..1,
            message,
            "write the pattern without `!` and give it `include: false`, or write `!(…)`",
        ));
    }
    let problem = Pattern::parse(text).problems().first().cloned()?;
    let GlobProblem { kind, span } = problem;
    let part = excerpt(text.get(span.clone()).unwrap_or_default());
    let (says, help) = match kind {
        Oddity::UnclosedSet | Oddity::UnclosedGroup | Oddity::UnclosedBrace => (
            "is never closed and stands for itself",
            "close it, or put a backslash before it if it is part of the name",
        ),
        Oddity::StrayCloser => (
            "closes nothing and stands for itself",
            "remove it, or put a backslash before it if it is part of the name",
        ),
        Oddity::PlainBraces => (
            "lists no alternatives: the braces stand for themselves",
            "write `{a,b}` for alternatives, or the name without braces",
        ),
        Oddity::LoosePipe => (
            "separates nothing outside of a group: it stands for itself",
            "write `@(a|b)` or `{a,b}` for alternatives, or an item for each",
        ),
        Oddity::BackwardsRange => (
            "has a range that runs backwards and matches nothing",
            "write the lower end first",
        ),
        Oddity::BareClass => (
            "is a set of its own letters",
            "classes stand in brackets of their own: `[[:digit:]]`",
        ),
        Oddity::TrailingBackslash => ("escapes nothing", "remove the backslash at the end"),
        Oddity::TooComplex => (
            "is too complex: braces may stand for at most 1000 patterns",
            "write several simpler patterns",
        ),
    };
    let whole = if part == shown {
        String::new()
    } else {
        format!(" in `{shown}`")
    };
    Some((span, format!("`{part}`{whole} {says}"), help))
}
