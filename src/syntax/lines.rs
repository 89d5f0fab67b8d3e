//! Lines of a text, with their places.

use super::source::Span;

/// A line without its line break.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub text: &'t str,
    pub span: Span,
}

impl Line<'_> {
    /// The line without the white space around it.
    pub fn visible(&self) -> Span {
        let start = self.span.start() + (self.text.len() - self.text.trim_start().len());
        Span::new(start, start + self.text.trim().len())
    }
}

/// The line that holds `offset`.
pub(super) fn line_at(text: &str, offset: usize) -> Line<'_> {
    let offset = offset.min(text.len());
    let start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    line_from(text, start)
}

fn line_from(text: &str, start: usize) -> Line<'_> {
    let end = text[start..]
        .find(['\n', '\r'])
        .map_or(text.len(), |at| start + at);
    Line {
        text: &text[start..end],
        span: Span::new(start, end),
    }
}

/// The line that holds `offset`, and all after it. Between `\r` and `\n` an
/// empty line is seen, which no caller minds.
pub(super) fn lines_from(text: &str, offset: usize) -> impl Iterator<Item = Line<'_>> {
    let mut next = (offset <= text.len()).then(|| line_at(text, offset));
    std::iter::from_fn(move || {
        let line = next?;
        let after = line.span.end() + 1;
        next =
            (after <= text.len() && line.span.end() < text.len()).then(|| line_from(text, after));
        Some(line)
    })
}

/// Bytes of white space at the start of a line.
pub(super) fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
