//! The few source lines that a finding shows, made fit for a terminal.
//!
//! An excerpt is a small text of its own. Control characters are spelled out,
//! secrets are masked, and of a long line only the part around the finding is
//! kept, so that one line of 50 KB costs no more than its neighbours. Places of
//! the source are translated with [`Excerpt::locate`].

use std::collections::BTreeMap;
use std::ops::Range;

use crate::syntax::{Position, SourceFile, Span};

use super::text::{clean, columns, push_clean};

/// Lines shown above and below the line of the finding itself.
pub(crate) const CONTEXT_LINES: usize = 1;

/// How an excerpt looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    /// Columns that a line may take.
    pub columns: usize,
    /// What stands for the parts of a line that are left out.
    pub ellipsis: &'static str,
    /// Places whose text is masked.
    pub secrets: &'a [Span],
}

/// Lines of a source, as they are shown.
#[derive(Debug)]
pub(crate) struct Excerpt {
    source: SourceFile,
    name: String,
    /// Where the finding itself is in the source.
    own: Span,
    text: String,
    rows: Vec<Row>,
}

/// One line of an excerpt.
#[derive(Debug)]
struct Row {
    /// Its index in the source, from 0.
    line: usize,
    /// Its text in the excerpt, with the line break.
    text: Range<usize>,
    /// Offsets of the shown characters, and of their end: in the source and in
    /// the excerpt.
    places: Vec<(usize, usize)>,
}

/// Neighbouring rows of an excerpt.
pub(crate) struct Window<'a> {
    /// Their text, every line ended by `\n`.
    pub text: &'a str,
    /// Where it starts in the excerpt, in bytes.
    pub offset: usize,
    /// Index, from 0, of the first row's line in the source.
    pub line: usize,
    /// How many rows.
    pub rows: usize,
}

impl Excerpt {
    /// The lines where a finding and what is related to it start, that of the
    /// finding with its neighbours.
    pub(crate) fn new(source: &SourceFile, own: Span, related: &[Span], look: &Look<'_>) -> Self {
        let mut excerpt = Self {
            source: source.clone(),
            name: clean(source.name()).into_owned(),
            own,
            text: String::new(),
            rows: Vec::new(),
        };
        for (line, focus) in lines_around(source, own, related) {
            if let Some(span) = source.line_span(line) {
                excerpt.push_row(line, span, focus, look);
            }
        }
        excerpt
    }

    /// What the file is called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Where the first line of a span stands in the excerpt; `None` where the
    /// excerpt does not show its start.
    pub(crate) fn locate(&self, span: Span) -> Option<Range<usize>> {
        let span = underlined(&self.source, span);
        let row = self.rows.iter().find(|row| row.shows(span.start()))?;
        Some(row.locate(span.start())?..row.locate(span.end())?)
    }

    /// Where the finding itself is in the source.
    pub(crate) fn position(&self) -> Position {
        self.source.position(self.own.start())
    }

    /// Whether the finding itself starts at an offset of the excerpt.
    pub(crate) fn is_own(&self, offset: usize) -> bool {
        self.locate(self.own).is_some_and(|at| at.start == offset)
    }

    /// The rows from one offset of the excerpt to another, with up to `before`
    /// and `after` rows that neighbour them in the source as well.
    pub(crate) fn window(&self, range: Range<usize>, before: usize, after: usize) -> Window<'_> {
        let index = |offset| self.rows.partition_point(|row| row.text.end <= offset);
        let rows = self.rows.len();
        let mut first = index(range.start).min(rows.saturating_sub(1));
        let mut last = index(range.end).clamp(first, rows.saturating_sub(1).max(first));
        for _ in 0..before {
            first -= usize::from(first > 0 && self.adjacent(first - 1));
        }
        for _ in 0..after {
            last += usize::from(self.adjacent(last));
        }
        let shown = self.rows.get(first..=last).unwrap_or_default();
        let start = shown.first().map_or(0, |row| row.text.start);
        let end = shown.last().map_or(start, |row| row.text.end);
        Window {
            text: self.text.get(start..end).unwrap_or_default(),
            offset: start,
            line: shown.first().map_or(0, |row| row.line),
            rows: shown.len(),
        }
    }

    /// The lines that are shown: each with its number, counted from 1, and its text,
    /// which is a part of the excerpt.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        let without_break = |row: &Row| row.text.start..row.text.end.saturating_sub(1);
        let rows = self.rows.iter();
        rows.map(move |row| (row.line + 1, without_break(row)))
    }

    /// A part of the excerpt; nothing where it has no such part.
    pub(crate) fn text(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether a row and the next are neighbours in the source.
    fn adjacent(&self, index: usize) -> bool {
        let line = |index: usize| self.rows.get(index).map(|row| row.line);
        line(index).is_some_and(|this| line(index + 1) == Some(this + 1))
    }

    fn push_row(&mut self, line: usize, span: Span, focus: Option<usize>, look: &Look<'_>) {
        let text = self.source.slice(span);
        let focus = focus.map(|offset| offset.saturating_sub(span.start()));
        let kept = kept_part(text, focus.unwrap_or_default(), look);
        let shown = Span::new(span.start() + kept.start, span.start() + kept.end);
        let overlaps = |secret: &&Span| secret.start < shown.end && shown.start < secret.end;
        let secrets: Vec<_> = look.secrets.iter().filter(overlaps).collect();
        let is_secret = |offset| {
            secrets
                .iter()
                .any(|secret| secret.range().contains(&offset))
        };

        let row_start = self.text.len();
        let mut places = Vec::with_capacity(kept.len() + 1);
        if kept.start > 0 {
            self.text.push_str(look.ellipsis);
        }
        for (index, c) in text[kept.clone()].char_indices() {
            let offset = span.start() + kept.start + index;
            places.push((offset, self.text.len()));
            match c {
                '\t' => self.text.push('\t'),
                ' ' => self.text.push(' '),
                _ if is_secret(offset) => self.text.push('*'),
                _ => push_clean(&mut self.text, c),
            }
        }
        places.push((span.start() + kept.end, self.text.len()));
        if kept.end < text.len() {
            self.text.push_str(look.ellipsis);
        }
        self.text.push('\n');
        let text = row_start..self.text.len();
        self.rows.push(Row { line, text, places });
    }
}

impl Row {
    fn shows(&self, offset: usize) -> bool {
        let first = self.places.first().map(|place| place.0);
        let last = self.places.last().map(|place| place.0);
        first.is_some_and(|first| first <= offset) && last.is_some_and(|last| offset <= last)
    }

    fn locate(&self, offset: usize) -> Option<usize> {
        let index = self.places.partition_point(|place| place.0 < offset);
        let place = self.places.get(index).or(self.places.last());
        place.map(|place| place.1)
    }
}

/// The part of a span that an underline can show: clamped to the text and cut
/// at the end of its first line.
pub(crate) fn underlined(source: &SourceFile, span: Span) -> Span {
    let start = source.floor_char_boundary(span.start());
    let end = source.floor_char_boundary(span.end());
    let line = source.line_span(source.line_index(start));
    let line_end = line.map_or(end, Span::end);
    let start = start.min(line_end);
    Span::new(start, end.clamp(start, line_end.max(start)))
}

/// Lines to show, each with the offset, if any, that must be seen on it.
fn lines_around(
    source: &SourceFile,
    own: Span,
    related: &[Span],
) -> BTreeMap<usize, Option<usize>> {
    let place = |span| {
        let start = underlined(source, span).start();
        (source.line_index(start), Some(start))
    };
    let (line, start) = place(own);
    let neighbours = line.saturating_sub(CONTEXT_LINES)..=line + CONTEXT_LINES;
    let neighbours = neighbours.filter(|&line| is_worth_showing(source, line));
    let mut lines: BTreeMap<_, _> = neighbours.map(|line| (line, None)).collect();
    for (line, start) in related.iter().rev().copied().map(place) {
        lines.insert(line, start);
    }
    lines.insert(line, start);
    lines
}

/// Not past the end, and not the nothing after the last line break.
fn is_worth_showing(source: &SourceFile, line: usize) -> bool {
    let starts = source.line_starts();
    starts
        .get(line)
        .is_some_and(|&start| (start as usize) < source.text().len())
}

/// The part of a line that fits the columns and holds the byte at `focus`, a
/// third of the room being before it. Reads no more than that part.
fn kept_part(line: &str, focus: usize, look: &Look<'_>) -> Range<usize> {
    let whole = fitting(line, look.columns);
    if whole == line.len() {
        return 0..whole;
    }
    let room = look
        .columns
        .saturating_sub(2 * look.ellipsis.chars().count());
    let (before, _) = line.split_at_checked(focus).unwrap_or((line, ""));
    let start = before.len() - fitting_end(before, room / 3);
    let head = fitting(line, room);
    // The head of the line tells most: it is shown if the focus is well inside.
    if focus < head && start < head / 2 {
        return 0..head;
    }
    let tail = line.get(start..).unwrap_or_default();
    start..start + fitting(tail, room)
}

/// Length in bytes of the longest prefix that takes at most `limit` columns.
fn fitting(text: &str, limit: usize) -> usize {
    fit(text.chars(), limit)
}

/// Length in bytes of the longest suffix that takes at most `limit` columns.
fn fitting_end(text: &str, limit: usize) -> usize {
    fit(text.chars().rev(), limit)
}

fn fit(chars: impl Iterator<Item = char>, limit: usize) -> usize {
    let mut used = 0;
    let fits = |c: &char| {
        used += columns(*c);
        used <= limit
    };
    chars.take_while(fits).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look<'static> = Look {
        columns: 20,
        ellipsis: "…",
        secrets: &[],
    };

    fn shown(text: &str, own: Span, look: &Look<'_>) -> (String, Option<String>) {
        let source = SourceFile::new("f", text);
        let excerpt = Excerpt::new(&source, own, &[], look);
        let marked = excerpt.locate(own).map(|at| excerpt.text[at].to_owned());
        (excerpt.text, marked)
    }

    #[test]
    fn lines_come_with_their_neighbours() {
        let (text, marked) = shown("a\r\nb\r\nc\r\nd\r\n", Span::new(3, 4), &LOOK);
        assert_eq!((text.as_str(), marked), ("a\nb\nc\n", Some("b".to_owned())));
    }

    #[test]
    fn distant_lines_leave_a_gap() {
        let source = SourceFile::new("f", "a\nb\nc\nd\ne\nf\n");
        let excerpt = Excerpt::new(&source, Span::new(8, 9), &[Span::new(0, 1)], &LOOK);
        let window = excerpt.window(4..5, 1, 1);
        assert_eq!((window.text, window.line, window.rows), ("d\ne\nf\n", 3, 3));
        assert_eq!(excerpt.window(0..1, 1, 1).text, "a\n");
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let line = format!("{}here{}", "é".repeat(30_000), "b".repeat(30_000));
        let (text, marked) = shown(&line, Span::new(60_000, 60_004), &LOOK);
        assert_eq!(text, "…ééééééherebbbbbbbb…\n");
        assert_eq!(marked, Some("here".to_owned()));
    }

    #[test]
    fn the_head_of_a_long_line_is_kept_where_it_shows_the_span() {
        let line = format!("key: {}", "b".repeat(90));
        let (text, _) = shown(&line, Span::new(0, 3), &LOOK);
        assert_eq!(text, "key: bbbbbbbbbbbbb…\n");
    }

    #[test]
    fn control_characters_are_spelled_out() {
        let (text, marked) = shown("a\u{1b}b: c", Span::new(2, 3), &LOOK);
        assert_eq!(
            (text.as_str(), marked),
            ("a\\u{1b}b: c\n", Some("b".to_owned()))
        );
    }

    #[test]
    fn secrets_are_masked() {
        let look = Look {
            secrets: &[Span::new(3, 12)],
            ..LOOK
        };
        let (text, _) = shown("k: abc\n  def\nl: m", Span::new(13, 14), &look);
        assert_eq!(text, "  ***\nl: m\n");
    }

    #[test]
    fn spans_outside_the_text_are_moved_to_its_end() {
        let (text, marked) = shown("ab\n", Span::new(90, 99), &LOOK);
        assert_eq!((text.as_str(), marked), ("ab\n\n", Some(String::new())));
        let (text, marked) = shown("", Span::at(0), &LOOK);
        assert_eq!((text.as_str(), marked), ("\n", Some(String::new())));
    }
}
