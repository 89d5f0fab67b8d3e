//! Replacing parts of a text.

use crate::finding::{Edit, Fix};
use crate::syntax::SourceFile;

/// The text with these edits, which are in its order and do not overlap.
pub fn applied(text: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        result.push_str(text.get(from..edit.span.start()).unwrap_or_default());
        result.push_str(&edit.text);
        from = edit.span.end();
    }
    result.push_str(text.get(from..).unwrap_or_default());
    result
}

/// All edits of these fixes, in the order of the text: what is inserted at a place
/// comes before what is replaced there.
pub(super) fn sorted<'a>(fixes: impl Iterator<Item = &'a Fix>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = fixes.flat_map(|fix| fix.edits.iter().cloned()).collect();
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// Whether the edits can be made, all of them, and change the text.
pub(super) fn are_sound(source: &SourceFile, edits: &[Edit]) -> bool {
    let fits = |edit: &Edit| source.text().get(edit.span.range()).is_some();
    let changes = |edit: &Edit| source.slice(edit.span) != edit.text;
    edits.iter().all(fits) && edits.iter().any(changes)
}

/// Where places of a text are after edits to it.
pub(super) struct Moves<'a> {
    edits: &'a [Edit],
    /// By how much the text behind each edit has moved.
    shifts: Vec<isize>,
}

impl<'a> Moves<'a> {
    /// `edits` are in the order of the text and do not overlap.
    pub(super) fn new(edits: &'a [Edit]) -> Self {
        let mut shift = 0_isize;
        let shifts = edits
            .iter()
            .map(|edit| {
                // No text is longer than half the address space.
                shift += edit.text.len().cast_signed() - edit.span.len().cast_signed();
                shift
            })
            .collect();
        Self { edits, shifts }
    }

    /// Where a span is now; `None` where an edit touches it.
    pub(super) fn of(&self, span: crate::syntax::Span) -> Option<crate::syntax::Span> {
        let before = self
            .edits
            .partition_point(|edit| edit.span.end < span.start);
        let touches = self
            .edits
            .get(before)
            .is_some_and(|edit| edit.span.start <= span.end);
        if touches {
            return None;
        }
        let shift = before.checked_sub(1).and_then(|at| self.shifts.get(at));
        let shift = shift.copied().unwrap_or(0);
        let moved = |offset: usize| offset.checked_add_signed(shift);
        Some(crate::syntax::Span::new(
            moved(span.start())?,
            moved(span.end())?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Span;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            span: Span::new(start, end),
            text: text.to_owned(),
        }
    }

    #[test]
    fn an_insertion_may_touch_what_is_replaced() {
        let edits = [edit(1, 1, "x"), edit(1, 2, "y"), edit(2, 2, "z")];
        assert_eq!(applied("abc", &edits), "axyzc");
        assert_eq!(applied("abc", &[]), "abc");
    }

    #[test]
    fn places_move_with_what_is_put_before_them() {
        let edits = [edit(1, 1, "xx"), edit(4, 6, "")];
        let moves = Moves::new(&edits);
        let at = |start, end| moves.of(Span::new(start, end)).map(Span::range);
        assert_eq!(at(0, 0), Some(0..0));
        assert_eq!(at(2, 3), Some(4..5));
        assert_eq!(at(7, 9), Some(7..9));
        for (start, end) in [(0, 1), (1, 2), (3, 4), (5, 5), (6, 8), (0, 9)] {
            assert_eq!(at(start, end), None, "{start}..{end}");
        }
    }

    #[test]
    fn edits_that_cannot_be_made_or_change_nothing_are_none() {
        let source = SourceFile::new("f", "aé");
        assert!(are_sound(&source, &[edit(0, 1, "b")]));
        assert!(!are_sound(&source, &[edit(0, 1, "a")]));
        assert!(!are_sound(&source, &[edit(0, 2, "b")]));
        assert!(!are_sound(&source, &[edit(0, 1, "b"), edit(9, 9, "c")]));
        assert!(!are_sound(&source, &[]));
    }
}
