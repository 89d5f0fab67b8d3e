//! Source text and the places in it.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::lines::begins_line;

/// A byte range `start..end` into a [`SourceFile`].
///
/// Spans never split a character. Lines and columns are computed only where a
/// person or an editor reads them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Offsets past `u32::MAX` are clamped: larger
    /// files are refused before they get here.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// An empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Just past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end().saturating_sub(self.start())
    }

    /// Whether the span holds no bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start()..self.end()
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// The spans in order, those that touch or overlap as one.
pub(crate) fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|next, span| {
        let touches = next.start <= span.end;
        if touches {
            span.end = span.end.max(next.end);
        }
        touches
    });
    spans
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A place as people count: from 1, columns in Unicode code points.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
}

/// A file's name and text, with a lazily built line table.
///
/// Cheap to clone. `\n`, `\r\n` and a lone `\r` end a line, as in YAML and LSP.
#[derive(Clone)]
pub struct SourceFile {
    inner: Arc<Inner>,
}

/// Bytes of a line from which on its characters are not counted one by one: so many are
/// looked at for a column at most.
const LONG_LINE: usize = 256;

/// What a piece of text holds, or all that stands before it.
#[derive(Clone, Copy, Default)]
struct Count {
    characters: usize,
    /// Characters that take two code units in UTF-16.
    wide: usize,
}

impl Count {
    fn of(bytes: &[u8]) -> Self {
        Self {
            characters: bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count(),
            wide: bytes.iter().filter(|byte| **byte >= 0xf0).count(),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            characters: self.characters + other.characters,
            wide: self.wide + other.wide,
        }
    }
}

struct Inner {
    name: String,
    text: String,
    line_starts: OnceLock<Vec<u32>>,
    /// What stands before each block of [`LONG_LINE`] bytes.
    block_starts: OnceLock<Vec<Count>>,
    invalid_utf8: Vec<Span>,
}

impl SourceFile {
    /// A source from text. `name` is what reports call the file, usually its
    /// path relative to the working directory.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::with_invalid(name.into(), text.into(), Vec::new())
    }

    /// A source from bytes as they were read. Bytes that are not UTF-8 are
    /// replaced one by one with `?`, so that every offset stays right, and
    /// remembered in [`SourceFile::invalid_utf8`].
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(name, text),
            Err(error) => {
                let (text, invalid) = replace_invalid(error.into_bytes());
                Self::with_invalid(name.into(), text, invalid)
            }
        }
    }

    fn with_invalid(name: String, text: String, invalid_utf8: Vec<Span>) -> Self {
        let inner = Inner {
            name,
            text,
            line_starts: OnceLock::new(),
            block_starts: OnceLock::new(),
            invalid_utf8,
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// What reports call the file.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.inner.text
    }

    /// Runs of bytes that were not UTF-8.
    pub fn invalid_utf8(&self) -> &[Span] {
        &self.inner.invalid_utf8
    }

    /// The text of a span; empty when the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.range()).unwrap_or_default()
    }

    /// Offsets at which lines start, the first being 0.
    pub fn line_starts(&self) -> &[u32] {
        self.inner
            .line_starts
            .get_or_init(|| line_starts(self.text()))
    }

    /// Index, from 0, of the line that holds `offset`.
    pub fn line_index(&self, offset: usize) -> usize {
        let starts = self.line_starts();
        starts
            .partition_point(|&start| start as usize <= offset)
            .saturating_sub(1)
    }

    /// The span of a line, from 0, without its line break; `None` past the end.
    pub fn line_span(&self, index: usize) -> Option<Span> {
        let starts = self.line_starts();
        let start = *starts.get(index)? as usize;
        let end = starts
            .get(index + 1)
            .map_or(self.text().len(), |&next| next as usize);
        let line = &self.text()[start..end];
        let kept = line.trim_end_matches(['\n', '\r']).len();
        Some(Span::new(start, start + kept))
    }

    /// What ends the first line, and so any line that is put in: `\n` where there is
    /// only one line.
    pub fn line_break(&self) -> &'static str {
        let text = self.text();
        let first = text.find(['\n', '\r']).and_then(|at| text.get(at..));
        match first {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) if rest.starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// Line and column of a byte offset. Offsets past the end count as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor_char_boundary(offset);
        let line = self.line_index(offset);
        let start = self
            .line_starts()
            .get(line)
            .map_or(0, |&start| start as usize);
        Position {
            line: line + 1,
            column: self.between(start, offset).0 + 1,
        }
    }

    /// Characters from one offset to another, and how many of them take two code units in
    /// UTF-16. The cost does not grow with the distance.
    pub(crate) fn between(&self, start: usize, end: usize) -> (usize, usize) {
        if end.saturating_sub(start) < LONG_LINE {
            let count = Count::of(self.text().as_bytes().get(start..end).unwrap_or_default());
            return (count.characters, count.wide);
        }
        let (before, all) = (self.count_before(start), self.count_before(end));
        (all.characters - before.characters, all.wide - before.wide)
    }

    /// What stands before an offset, without counting all of it each time.
    fn count_before(&self, offset: usize) -> Count {
        let blocks = self.inner.block_starts.get_or_init(|| {
            let blocks = self.text().as_bytes().chunks(LONG_LINE).map(Count::of);
            let before = |sum: &mut Count, count| Some(std::mem::replace(sum, sum.plus(count)));
            // The end of the text may be the start of a block without anything in it.
            let blocks = blocks.chain([Count::default()]);
            blocks.scan(Count::default(), before).collect()
        });
        let before = blocks.get(offset / LONG_LINE).copied().unwrap_or_default();
        let rest = self.text().as_bytes().get(unblocked(offset));
        before.plus(Count::of(rest.unwrap_or_default()))
    }

    /// The greatest character boundary at or before `offset`.
    pub fn floor_char_boundary(&self, offset: usize) -> usize {
        let text = self.text();
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// Whether nothing but white space stands before `offset` on its line.
    pub fn begins_line(&self, offset: usize) -> bool {
        begins_line(self.text(), offset)
    }

    /// The part of a span that lies on its first line: what an underline shows.
    #[must_use]
    pub fn first_line_of(&self, span: Span) -> Span {
        let line = self.line_span(self.line_index(span.start()));
        let end = line.map_or(span.end(), |line| line.end().max(span.start()));
        Span::new(span.start(), span.end().min(end))
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceFile")
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

/// What stands before an offset and behind the last block before it.
fn unblocked(offset: usize) -> std::ops::Range<usize> {
    offset / LONG_LINE * LONG_LINE..offset
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = Vec::with_capacity(bytes.len() / USUAL_LINE + 1);
    starts.push(0);
    for index in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let next = index + 1;
        // The newline behind a carriage return is the one that ends the line.
        if bytes.get(index) == Some(&b'\n') || bytes.get(next) != Some(&b'\n') {
            starts.push(u32::try_from(next).unwrap_or(u32::MAX));
        }
    }
    starts
}

/// Bytes of a usual line.
const USUAL_LINE: usize = 32;

fn replace_invalid(mut bytes: Vec<u8>) -> (String, Vec<Span>) {
    let mut invalid = Vec::new();
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        let start = from + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |len| start + len);
        bytes[start..end].fill(b'?');
        invalid.push(Span::new(start, end));
        from = end;
    }
    (String::from_utf8(bytes).unwrap_or_default(), invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_break_ends_a_line() {
        let source = SourceFile::new("f", "a\nb\r\nc\rd");
        assert_eq!(source.line_starts(), [0, 2, 5, 7]);
        assert_eq!(source.line_span(1).map(|s| source.slice(s)), Some("b"));
    }

    #[test]
    fn columns_count_code_points() {
        let source = SourceFile::new("f", "日𝄞x");
        assert_eq!(source.position(7), Position { line: 1, column: 3 });
    }

    #[test]
    fn columns_of_long_lines_are_counted_in_blocks() {
        let line = "é".repeat(LONG_LINE) + "x";
        let source = SourceFile::new("f", format!("a\n{line}\n"));
        for offset in [2, 4, 3 * LONG_LINE / 2, 2 + line.len() - 1] {
            let offset = source.floor_char_boundary(offset);
            let expected = (offset - 2) / 2 + 1;
            assert_eq!(
                source.position(offset),
                Position {
                    line: 2,
                    column: expected
                }
            );
        }
        assert_eq!(source.position(usize::MAX).line, 3);
    }

    #[test]
    fn a_column_costs_no_more_far_behind() {
        let line = "aé日𝄞".repeat(LONG_LINE);
        let source = SourceFile::new("f", line.as_str());
        for offset in [0, 1, 255, 256, 257, line.len() - 4, line.len()] {
            assert!(unblocked(offset).len() < LONG_LINE, "{offset}");
            let offset = source.floor_char_boundary(offset);
            let before = &line[..offset];
            let expected = (before.chars().count(), before.matches('𝄞').count());
            assert_eq!(source.between(0, offset), expected, "{offset}");
        }
    }

    #[test]
    fn spans_that_overlap_are_united() {
        let spans =
            [(5, 9), (0, 2), (6, 7), (2, 3), (9, 9)].map(|(start, end)| Span::new(start, end));
        assert_eq!(united(spans.to_vec()), [Span::new(0, 3), Span::new(5, 9)]);
    }

    #[test]
    fn invalid_bytes_keep_their_offsets() {
        let source = SourceFile::from_bytes("f", b"a\xff\xfeb".to_vec());
        assert_eq!(source.text(), "a??b");
        assert_eq!(source.invalid_utf8(), [Span::new(1, 2), Span::new(2, 3)]);
    }

    #[test]
    fn positions_past_the_end_are_the_end() {
        let source = SourceFile::new("f", "ab\n");
        assert_eq!(source.position(99), Position { line: 2, column: 1 });
    }
}
