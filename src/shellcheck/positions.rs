//! From lines and columns to bytes of a script.

/// The lines of a script.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// The byte at a line and column, both counted from 1, columns in Unicode code
    /// points. A place beyond the line or the text is its end.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let index = line.saturating_sub(1);
        let Some(&start) = self.starts.get(index) else {
            return self.text.len();
        };
        let end = self
            .starts
            .get(index + 1)
            .map_or(self.text.len(), |next| next - 1);
        let line = &self.text[start..end];
        let mut characters = line.char_indices();
        let found = characters.nth(column.saturating_sub(1));
        found.map_or(end, |(at, _)| start + at)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn columns_are_code_points() {
        let text = "\tä😀$x\n\n$y";
        let lines = Lines::of(text);
        assert_eq!(&text[lines.offset(1, 4)..lines.offset(1, 6)], "$x");
        assert_eq!(&text[lines.offset(3, 1)..lines.offset(3, 3)], "$y");
        assert_eq!(lines.offset(2, 1), 10);
        assert_eq!(lines.offset(2, 5), 10);
        assert_eq!(lines.offset(1, 99), 9);
        assert_eq!(lines.offset(0, 0), 0);
        assert_eq!(lines.offset(99, 1), text.len());
    }
}
