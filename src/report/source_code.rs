//! The bridge to the libraries that draw reports.
//!
//! miette reads an [`Excerpt`], codespan-reporting the [`SourceFile`]. Both find
//! lines in the source's line table; neither scans the text from its start.

use std::borrow::Cow;
use std::ops::Range;

use codespan_reporting::files::{Error, Files};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::syntax::{Position, SourceFile};

use super::excerpt::Excerpt;
use super::text::clean;

impl SourceCode for Excerpt {
    /// Reads the rows around a span of the excerpt.
    ///
    /// The line count is the window's own. Were it the last line's number, as
    /// in miette's own sources, two distant labels would count as neighbours
    /// and every line between them would be printed.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let range = span.offset()..span.offset() + span.len();
        let window = self.window(range, before, after);
        let (text, place) = (window.text.as_bytes(), (window.offset, window.text.len()));
        Ok(Box::new(if before == 0 && self.is_own(span.offset()) {
            // Without context, miette asks what to print above a frame: only the
            // finding's own place is given, lest it be mistaken for another.
            let Position { line, column } = self.position();
            let name = self.name().to_owned();
            MietteSpanContents::new_named(name, text, place.into(), line - 1, column - 1, 1)
        } else {
            MietteSpanContents::new(text, place.into(), window.line, 0, window.rows)
        }))
    }
}

impl<'a> Files<'a> for SourceFile {
    type FileId = ();
    type Name = Cow<'a, str>;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<Cow<'a, str>, Error> {
        Ok(clean(self.name()))
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.text())
    }

    fn line_index(&'a self, (): (), offset: usize) -> Result<usize, Error> {
        Ok(self.line_index(offset))
    }

    fn column_number(&'a self, (): (), _line: usize, offset: usize) -> Result<usize, Error> {
        Ok(self.position(offset).column)
    }

    fn line_range(&'a self, (): (), line: usize) -> Result<Range<usize>, Error> {
        let starts = self.line_starts();
        let too_large = Error::LineTooLarge {
            given: line,
            max: starts.len() - 1,
        };
        let start = starts.get(line).ok_or(too_large)?;
        let end = starts
            .get(line + 1)
            .map_or(self.text().len(), |&end| end as usize);
        Ok(*start as usize..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::excerpt::Look;
    use crate::syntax::Span;

    #[test]
    fn a_window_counts_its_own_lines() {
        let source = SourceFile::new("f", "a\n".repeat(100));
        let look = Look {
            columns: 20,
            ellipsis: "…",
            secrets: &[],
        };
        let excerpt = Excerpt::new(&source, Span::new(180, 181), &[], &look);
        let at = excerpt.locate(Span::new(180, 181)).unwrap();
        let contents = excerpt
            .read_span(&(at.start, at.len()).into(), 1, 1)
            .unwrap();
        assert_eq!((contents.line(), contents.line_count()), (89, 3));
    }

    #[test]
    fn lines_end_as_in_yaml() {
        let source = SourceFile::new("f", "a\rbc\r\nd");
        assert_eq!(Files::location(&source, (), 3).unwrap().line_number, 2);
        assert_eq!(Files::line_range(&source, (), 1).unwrap(), 2..6);
        assert!(Files::line_range(&source, (), 3).is_err());
    }
}
