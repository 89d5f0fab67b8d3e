//! The difference between two texts, in the unified format.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use crate::finding::Edit;
use crate::fix::applied;
use crate::report::printable;
use crate::syntax::{SourceFile, Span, united};

/// Unchanged lines that are shown around changed ones.
const CONTEXT: usize = 3;

/// Shortest secret, in bytes, that is looked for in the other text.
const MIN_LENGTH: usize = 4;

/// Most secrets that are looked for; where there are more, no changed line is shown.
const MOST_COMPARED: usize = 500;

/// A text that was edited.
pub(super) struct Change {
    pub before: SourceFile,
    pub after: SourceFile,
    /// The edits that led from one to the other, and the text before each.
    pub steps: Vec<(SourceFile, Vec<Edit>)>,
    /// Places of both that may not be shown.
    pub secrets: [Vec<Span>; 2],
}

/// A line of the difference, by its index in the text before and that after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Line {
    Equal(usize, usize),
    Removed(usize),
    Added(usize),
}

/// The difference without the text of secrets.
///
/// It follows from the edits: to search for it would take as long as the square of
/// what is changed.
pub(super) fn diff(change: &Change, color: bool) -> String {
    let old: Vec<&str> = lines(change.before.text());
    let new: Vec<&str> = lines(change.after.text());
    let all = compared(&old, &new, &origins(&old, &change.steps));
    let [old_masked, new_masked] = masked_texts(change);
    let (old, new) = (lines(&old_masked), lines(&new_masked));
    let mut text = String::new();
    let name = printable(change.before.name());
    for (index, hunk) in hunks(&all).into_iter().enumerate() {
        if index == 0 {
            let _ = write!(text, "--- {name}\n+++ {name}\n");
        }
        let hunk_lines = all.get(hunk.clone()).unwrap_or_default();
        let before = all.get(..hunk.start).unwrap_or_default();
        let side = |is_here: fn(&Line) -> bool| {
            let count = |lines: &[Line]| lines.iter().filter(|line| is_here(line)).count();
            numbers(count(before), count(hunk_lines))
        };
        let removed = side(|line| !matches!(line, Line::Added(_)));
        let added = side(|line| !matches!(line, Line::Removed(_)));
        let _ = writeln!(text, "@@ -{removed} +{added} @@");
        for line in hunk_lines {
            let (sign, paint, line) = match *line {
                Line::Equal(_, at) => (' ', None, new.get(at)),
                Line::Removed(at) => ('-', Some("31"), old.get(at)),
                Line::Added(at) => ('+', Some("32"), new.get(at)),
            };
            let line = line.copied().unwrap_or_default();
            let shown = line.trim_end_matches(['\n', '\r']);
            let line_end = line.get(shown.len()..).unwrap_or_default();
            let shown = spelled_out(shown);
            let _ = match paint.filter(|_| color) {
                Some(paint) => write!(text, "\u{1b}[{paint}m{sign}{shown}\u{1b}[0m{line_end}"),
                None => write!(text, "{sign}{shown}{line_end}"),
            };
            if !line.ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// Where lines begin and how many there are, as the format wants it.
fn numbers(before: usize, count: usize) -> String {
    match count {
        0 => format!("{before},0"),
        1 => format!("{}", before + 1),
        _ => format!("{},{count}", before + 1),
    }
}

/// The lines with their line breaks.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// For each line of the last text the line of the first one that it was.
fn origins(old: &[&str], steps: &[(SourceFile, Vec<Edit>)]) -> Vec<Option<usize>> {
    let first = (0..old.len()).map(Some).collect();
    steps.iter().fold(first, |known, (source, edits)| {
        origins_after(source.text(), edits, &known)
    })
}

/// The origins of lines after edits to their text, which are in its order.
fn origins_after(text: &str, edits: &[Edit], known: &[Option<usize>]) -> Vec<Option<usize>> {
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    let starts: Vec<usize> = std::iter::once(0).chain(breaks).collect();
    let line_of = |offset: usize| starts.partition_point(|&start| start <= offset) - 1;
    let known_in = |range: Range<usize>| {
        let end = range.end.min(known.len());
        known.get(range.start.min(end)..end).unwrap_or_default()
    };
    let mut result = Vec::with_capacity(known.len());
    let (mut rest, mut line) = (edits, 0);
    while let Some(edit) = rest.first() {
        let first = line_of(edit.span.start());
        // Edits that meet on a line are looked at together.
        let (mut last, mut count) = (first, 0);
        for edit in rest {
            if count > 0 && line_of(edit.span.start()) > last {
                break;
            }
            last = last.max(line_of(edit.span.end()));
            count += 1;
        }
        let (here, others) = rest.split_at(count);
        rest = others;
        let from = starts.get(first).copied().unwrap_or(text.len());
        let to = starts.get(last + 1).copied().unwrap_or(text.len());
        let before = text.get(from..to).unwrap_or_default();
        let moved = here.iter().map(|edit| Edit {
            span: Span::new(edit.span.start() - from, edit.span.end() - from),
            text: edit.text.clone(),
        });
        let after = applied(before, &moved.collect::<Vec<Edit>>());
        let (before, after) = (lines(before), lines(&after));
        let head = before.iter().zip(&after).take_while(|(a, b)| a == b);
        let head = head.count();
        let tail = before.iter().rev().zip(after.iter().rev());
        let tail = tail.take_while(|(a, b)| a == b).count();
        let tail = tail.min(before.len().min(after.len()) - head);
        result.extend(known_in(line..first + head));
        result.extend(std::iter::repeat_n(None, after.len() - head - tail));
        line = first + before.len();
        result.extend(known_in(line - tail..line));
    }
    result.extend(known_in(line..known.len()));
    result
}

/// All lines of both texts, what was removed before what was added.
fn compared(old: &[&str], new: &[&str], origins: &[Option<usize>]) -> Vec<Line> {
    let mut all = Vec::with_capacity(new.len());
    let (mut next_old, mut next_new) = (0, 0);
    let equal = origins.iter().enumerate().filter_map(|(at, origin)| {
        let origin = origin.filter(|&origin| old.get(origin) == new.get(at));
        Some((origin?, at))
    });
    let end = (old.len(), new.len());
    for (from, to) in equal.chain(std::iter::once(end)) {
        all.extend((next_old..from).map(Line::Removed));
        all.extend((next_new..to).map(Line::Added));
        if (from, to) != end {
            all.push(Line::Equal(from, to));
        }
        (next_old, next_new) = (from + 1, to + 1);
    }
    all
}

/// The changed lines with those around them.
fn hunks(all: &[Line]) -> Vec<Range<usize>> {
    let mut hunks: Vec<Range<usize>> = Vec::new();
    for (at, line) in all.iter().enumerate() {
        if matches!(line, Line::Equal(..)) {
            continue;
        }
        let (start, end) = (
            at.saturating_sub(CONTEXT),
            (at + 1 + CONTEXT).min(all.len()),
        );
        match hunks.last_mut().filter(|last| start <= last.end) {
            Some(last) => last.end = end,
            None => hunks.push(start..end),
        }
    }
    hunks
}

/// A line in which nothing can command a terminal. Tabs may stay, so that the
/// difference can be applied.
fn spelled_out(line: &str) -> Cow<'_, str> {
    let commands = |c: char| c.is_control() && c != '\t';
    if line.contains(commands) {
        printable(line)
    } else {
        line.into()
    }
}

/// Both texts without what is secret in one of them: a value may be known for a
/// secret only under the key that it has in the other.
fn masked_texts(change: &Change) -> [String; 2] {
    let texts = [change.before.text(), change.after.text()];
    let mut values: BTreeSet<&str> = BTreeSet::new();
    for (text, secrets) in texts.iter().zip(&change.secrets) {
        let written = secrets.iter().filter_map(|span| text.get(span.range()));
        let parts = written.flat_map(|secret| secret.lines());
        let parts = parts.map(|part| part.trim().trim_matches(['"', '\'']));
        values.extend(parts.filter(|part| part.len() >= MIN_LENGTH));
    }
    let mask = |text: &str, secrets: &[Span]| {
        let mut secrets = secrets.to_vec();
        if values.len() > MOST_COMPARED {
            secrets = vec![Span::new(0, text.len())];
        } else {
            for value in &values {
                let found = text.match_indices(value);
                secrets.extend(found.map(|(at, _)| Span::new(at, at + value.len())));
            }
        }
        masked(text, secrets)
    };
    let [old, new] = texts;
    let [old_secrets, new_secrets] = &change.secrets;
    [mask(old, old_secrets), mask(new, new_secrets)]
}

/// The text with every character of the secrets replaced, line breaks aside.
fn masked(text: &str, secrets: Vec<Span>) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for secret in united(secrets) {
        shown.push_str(text.get(from..secret.start()).unwrap_or_default());
        let hidden = text.get(secret.range()).unwrap_or_default();
        let mask = |c: char| if matches!(c, '\n' | '\r') { c } else { '*' };
        shown.extend(hidden.chars().map(mask));
        from = secret.end();
    }
    shown.push_str(text.get(from..).unwrap_or_default());
    shown
}

#[cfg(test)]
mod tests;
