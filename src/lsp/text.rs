//! A text that is edited: kept together with where its lines start, so that an edit
//! costs no more than moving what stands behind it.

use std::ops::Range;

use gen_lsp_types as lsp;
use memchr::memchr2_iter;

use super::encoding::Encoding;

/// A text and its line table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    text: String,
    /// Offsets at which lines start, the first being 0. `\n`, `\r\n` and a lone `\r`
    /// end a line.
    line_starts: Vec<usize>,
}

impl Text {
    /// A text as it was sent.
    pub fn new(text: String) -> Self {
        let mut line_starts = vec![0];
        line_starts.extend(breaks(text.as_bytes(), 0..text.len()));
        Self { text, line_starts }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Applies a change as an editor tells it.
    pub fn change(&mut self, change: lsp::TextDocumentContentChangeEvent, encoding: Encoding) {
        use lsp::TextDocumentContentChangeEvent as Change;
        match change {
            Change::TextDocumentContentChangeWholeDocument(change) => {
                *self = Self::new(change.text);
            }
            // The range's length, which editors may send as well, is what the range
            // says already; the protocol has given it up.
            Change::TextDocumentContentChangePartial(change) => {
                let start = self.offset(change.range.start, encoding);
                let end = self.offset(change.range.end, encoding);
                self.replace(start.min(end)..end.max(start), &change.text);
            }
        }
    }

    /// The byte offset of a position: see [`Encoding::offset`].
    fn offset(&self, position: lsp::Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.line_starts.get(line) else {
            return self.text.len();
        };
        let end = self.line_starts.get(line + 1).copied();
        let line = self.text.get(start..end.unwrap_or(self.text.len()));
        let line = line.unwrap_or_default().trim_end_matches(['\n', '\r']);
        start + encoding.offset_in_line(line, position.character)
    }

    fn replace(&mut self, range: Range<usize>, with: &str) {
        self.text.replace_range(range.clone(), with);
        // A line that starts right where the change begins, after a `\r`, does so only
        // if no `\n` was put there.
        let kept = self.line_starts.partition_point(|&at| at < range.start);
        let kept = kept.max(1);
        let behind = self.line_starts.partition_point(|&at| at <= range.end);
        let (length, removed) = (with.len(), range.len());
        for start in self.line_starts.iter_mut().skip(behind) {
            // Behind the range, so at least as great as what is taken off.
            *start = *start - removed + length;
        }
        let looked_at = range.start.saturating_sub(1)..range.start + length;
        let new = breaks(self.text.as_bytes(), looked_at);
        let replaced = kept..behind.max(kept);
        self.line_starts.splice(replaced, new);
    }
}

/// Where the lines start that are begun by line breaks in a range.
fn breaks(bytes: &[u8], range: Range<usize>) -> impl Iterator<Item = usize> {
    let start = range.start;
    let found = memchr2_iter(b'\n', b'\r', bytes.get(range).unwrap_or_default());
    found.filter_map(move |at| {
        let next = start + at + 1;
        let pair = (bytes.get(next - 1), bytes.get(next));
        (pair != (Some(&b'\r'), Some(&b'\n'))).then_some(next)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_line_table_is_that_of_the_text(
            text in "[a\n\r日]{0,12}",
            edits in prop::collection::vec((0..40_usize, 0..40_usize, "[b\n\r𝄞]{0,4}"), 1..8),
        ) {
            let mut edited = Text::new(text);
            for (start, end, with) in edits {
                let boundary = |at: usize| {
                    let ends = edited.text.char_indices().map(|(at, _)| at);
                    let all: Vec<usize> = ends.chain([edited.text.len()]).collect();
                    all[at % all.len()]
                };
                let (start, end) = (boundary(start), boundary(end));
                edited.replace(start.min(end)..end.max(start), &with);
                prop_assert_eq!(&edited, &Text::new(edited.text.clone()));
            }
        }
    }
}
