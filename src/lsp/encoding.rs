//! Positions of the protocol and byte offsets.

use gen_lsp_types as lsp;

use crate::syntax::{SourceFile, Span};

/// The unit in which an editor counts columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, which every editor can do.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl Encoding {
    /// The best of those that an editor offers: the cheapest for us, as the editor has
    /// to be able to do them all.
    pub fn negotiate(offered: Option<&[lsp::PositionEncodingKind]>) -> Self {
        let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
        if offers(lsp::PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offers(lsp::PositionEncodingKind::UTF32)
            && !offers(lsp::PositionEncodingKind::UTF16)
        {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// The protocol's name of it.
    pub fn kind(self) -> lsp::PositionEncodingKind {
        match self {
            Self::Utf8 => lsp::PositionEncodingKind::UTF8,
            Self::Utf16 => lsp::PositionEncodingKind::UTF16,
            Self::Utf32 => lsp::PositionEncodingKind::UTF32,
        }
    }

    /// Units from one byte offset to another.
    fn between(self, source: &SourceFile, start: usize, end: usize) -> usize {
        if self == Self::Utf8 {
            return end.saturating_sub(start);
        }
        let (characters, wide) = source.between(start, end);
        match self {
            Self::Utf16 => characters + wide,
            _ => characters,
        }
    }

    fn length_of(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// The position of a byte offset.
    pub fn position(self, source: &SourceFile, offset: usize) -> lsp::Position {
        let offset = source.floor_char_boundary(offset);
        let line = source.line_index(offset);
        let start = source.line_starts().get(line).map_or(0, |&at| at as usize);
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        lsp::Position::new(number(line), number(self.between(source, start, offset)))
    }

    /// The range of a span.
    pub fn range(self, source: &SourceFile, span: Span) -> lsp::Range {
        lsp::Range::new(
            self.position(source, span.start()),
            self.position(source, span.end()),
        )
    }

    /// The byte offset of a position. A column past the end of its line is the end of
    /// the line, a line past the last is the end of the text, and the middle of a
    /// character is its start, as the protocol says or leaves open.
    pub fn offset(self, source: &SourceFile, position: lsp::Position) -> usize {
        let Some(line) = source.line_span(position.line as usize) else {
            return source.text().len();
        };
        line.start() + self.offset_in_line(source.slice(line), position.character)
    }

    /// The byte offset of a column in a line without its line break.
    pub(super) fn offset_in_line(self, line: &str, column: u32) -> usize {
        let mut left = column as usize;
        // Most text is ASCII, of which each character is one unit.
        let ahead = line.as_bytes().get(..left).unwrap_or(line.as_bytes());
        if ahead.is_ascii() {
            return ahead.len();
        }
        let mut offset = 0;
        for character in line.chars() {
            let Some(rest) = left.checked_sub(self.length_of(character)) else {
                break;
            };
            left = rest;
            offset += character.len_utf8();
        }
        offset
    }

    /// The span of a range. A range that ends before it starts is read the other way
    /// round.
    pub fn span(self, source: &SourceFile, range: lsp::Range) -> Span {
        let start = self.offset(source, range.start);
        let end = self.offset(source, range.end);
        Span::new(start.min(end), end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a: 日𝄞é\r\nb: x\n";

    #[test]
    fn columns_are_counted_in_each_unit() {
        let source = SourceFile::new("f", TEXT);
        let end = TEXT.find('\r').unwrap_or_default();
        for (encoding, column) in [
            (Encoding::Utf8, 12),
            (Encoding::Utf16, 7),
            (Encoding::Utf32, 6),
        ] {
            let position = encoding.position(&source, end);
            assert_eq!(position, lsp::Position::new(0, column), "{encoding:?}");
            assert_eq!(encoding.offset(&source, position), end, "{encoding:?}");
        }
    }

    #[test]
    fn every_offset_comes_back() {
        let source = SourceFile::new("f", TEXT);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (offset, _) in TEXT.char_indices().filter(|(_, c)| *c != '\n') {
                let position = encoding.position(&source, offset);
                assert_eq!(encoding.offset(&source, position), offset, "{encoding:?}");
            }
        }
    }

    #[test]
    fn every_offset_of_a_long_line_comes_back() {
        let text = format!("a: 1\n{}\nb", "aé日𝄞".repeat(200));
        let source = SourceFile::new("f", text.as_str());
        let line = source.line_span(1).unwrap_or_default();
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let mut column = 0;
            for (offset, character) in source.slice(line).char_indices() {
                let position = lsp::Position::new(1, column);
                let offset = line.start() + offset;
                assert_eq!(encoding.position(&source, offset), position);
                assert_eq!(encoding.offset(&source, position), offset);
                column += u32::try_from(encoding.length_of(character)).unwrap_or_default();
            }
        }
    }

    #[test]
    fn positions_out_of_the_text_are_clamped() {
        let source = SourceFile::new("f", TEXT);
        let offset =
            |line, character| Encoding::Utf16.offset(&source, lsp::Position::new(line, character));
        assert_eq!(offset(1, 99), TEXT.len() - 1);
        assert_eq!(offset(99, 0), TEXT.len());
        // Between the two halves of a surrogate pair.
        assert_eq!(offset(0, 5), TEXT.find('𝄞').unwrap_or_default());
    }

    #[test]
    fn the_cheapest_encoding_is_taken() {
        use lsp::PositionEncodingKind as Kind;
        let negotiated = |kinds: &[Kind]| Encoding::negotiate(Some(kinds));
        assert_eq!(Encoding::negotiate(None), Encoding::Utf16);
        assert_eq!(negotiated(&[Kind::UTF16, Kind::UTF8]), Encoding::Utf8);
        assert_eq!(negotiated(&[Kind::UTF32]), Encoding::Utf32);
        assert_eq!(negotiated(&[Kind::UTF32, Kind::UTF16]), Encoding::Utf16);
    }
}
