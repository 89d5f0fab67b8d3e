//! Lines of a text, with their places.

use super::source::Span;

/// What YAML takes for white space: no other character is, however it looks.
pub(super) const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

/// A line without its line break.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub text: &'t str,
    pub span: Span,
    /// Where the next line begins; the end of the text after the last line.
    next: usize,
}

impl<'t> Line<'t> {
    fn from(text: &'t str, start: usize) -> Self {
        // A byte order mark at the start is no part of the first line.
        let mark = start == 0 && text.starts_with('\u{feff}');
        let start = if mark { '\u{feff}'.len_utf8() } else { start };
        let rest = &text[start..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line_break = match &rest.as_bytes()[length..] {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        let end = start + length;
        Self {
            text: &text[start..end],
            span: Span::new(start, end),
            next: end + line_break,
        }
    }

    /// Offset of the first byte.
    pub fn start(&self) -> usize {
        self.span.start()
    }

    /// Offset just past the last byte, the line break not counted.
    pub fn end(&self) -> usize {
        self.span.end()
    }

    /// The line without the white space around it.
    pub fn words(&self) -> &'t str {
        self.text.trim_matches(BLANK)
    }

    /// Where the words stand.
    pub fn visible(&self) -> Span {
        let start = self.start() + (self.text.len() - self.text.trim_start_matches(BLANK).len());
        Span::new(start, start + self.words().len())
    }

    /// Bytes of white space at the start.
    pub fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches([' ', '\t']).len()
    }

    /// The white space at the start.
    pub fn indentation(&self) -> &'t str {
        &self.text[..self.indent()]
    }

    /// Whether nothing but white space stands on it.
    pub fn is_blank(&self) -> bool {
        self.words().is_empty()
    }

    /// The line before this one.
    pub fn previous(&self, text: &'t str) -> Option<Line<'t>> {
        let before = line_at(text, self.start().checked_sub(1)?);
        (before.start() < self.start()).then_some(before)
    }

    /// All lines after this one.
    pub fn following(&self, text: &'t str) -> impl Iterator<Item = Line<'t>> + use<'t> {
        let more = self.next > self.end();
        lines(text, more.then_some(self.next))
    }
}

/// The line that holds `offset`.
pub(super) fn line_at(text: &str, offset: usize) -> Line<'_> {
    let mut offset = offset.min(text.len());
    let bytes = text.as_bytes();
    if offset > 0 && bytes.get(offset) == Some(&b'\n') && bytes[offset - 1] == b'\r' {
        offset -= 1;
    }
    let before = bytes[..offset]
        .iter()
        .rposition(|&byte| byte == b'\n' || byte == b'\r');
    Line::from(text, before.map_or(0, |at| at + 1))
}

/// The line that holds `offset`, and all after it.
pub(super) fn lines_from(text: &str, offset: usize) -> impl Iterator<Item = Line<'_>> {
    lines(text, Some(line_at(text, offset).start()))
}

fn lines(text: &str, start: Option<usize>) -> impl Iterator<Item = Line<'_>> {
    let mut next = start;
    std::iter::from_fn(move || {
        let line = Line::from(text, next?);
        next = (line.next > line.end()).then_some(line.next);
        Some(line)
    })
}

/// Whether nothing but white space stands before `offset` on its line.
pub(super) fn begins_line(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default();
    let before = before.trim_end_matches([' ', '\t']);
    matches!(before.as_bytes().last(), None | Some(b'\n' | b'\r')) || before == "\u{feff}"
}

/// Bytes between the start of the line and `offset`.
pub(super) fn column(text: &str, offset: usize) -> usize {
    offset.saturating_sub(line_at(text, offset).start())
}

/// A piece of a text; empty where the text has no such piece.
pub(super) fn piece(text: &str, range: impl std::slice::SliceIndex<str, Output = str>) -> &str {
    text.get(range).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carriage_return_with_its_newline_is_one_break() {
        let lines: Vec<_> = lines_from("a\r\nb\rc\n", 0).map(|line| line.text).collect();
        assert_eq!(lines, ["a", "b", "c", ""]);
        assert_eq!(line_at("a\r\nb", 2).text, "a");
        assert_eq!(line_at("a\r\nb", 3).text, "b");
        assert_eq!(line_at("", 5).text, "");
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_line() {
        let text = "\u{feff}  a\nb";
        let line = line_at(text, 0);
        assert_eq!((line.text, line.indent(), column(text, 5)), ("  a", 2, 2));
        assert!(line.previous(text).is_none());
        assert_eq!(
            line_at(text, 7).previous(text).map(|line| line.text),
            Some("  a")
        );
    }
}
