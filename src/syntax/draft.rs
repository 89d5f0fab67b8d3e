//! A text under repair, and where its bytes come from.
//!
//! A broken text is mended just enough to be read on: lines move to the column
//! where they belong, a forgotten space or colon is put in, what cannot be read
//! is taken out. Every place in the draft leads back to the source, so that the
//! tree's spans are those of the text that the person sees.

use super::source::Span;

/// One change of a draft.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    span: Span,
    text: String,
}

impl Edit {
    /// Puts `count` spaces before `offset`.
    pub fn indent(offset: usize, count: usize) -> Self {
        Self {
            span: Span::at(offset),
            text: " ".repeat(count),
        }
    }

    /// Puts `text` before `offset`.
    pub fn insert(offset: usize, text: &str) -> Self {
        Self {
            span: Span::at(offset),
            text: text.to_owned(),
        }
    }

    /// Puts `count` spaces in the place of a piece.
    pub fn replace(span: Span, count: usize) -> Self {
        Self {
            span,
            text: " ".repeat(count),
        }
    }

    /// Takes a piece out.
    pub fn erase(span: Span) -> Self {
        Self {
            span,
            text: String::new(),
        }
    }

    /// Puts words of the same length in the place of a piece of `draft`; line
    /// breaks and indentation stay. Where the tree slices the source, it still
    /// gives what is written there.
    pub fn placeholder(draft: &str, span: Span) -> Self {
        let old = draft.get(span.range()).unwrap_or_default();
        let mut indented = false;
        let word = |c: char| {
            indented = matches!(c, '\n' | '\r') || (indented && matches!(c, ' ' | '\t'));
            if indented { c } else { '_' }
        };
        let words = old.chars().map(char::len_utf8).zip(old.chars().map(word));
        let text = words
            .flat_map(|(length, c)| std::iter::repeat_n(c, length))
            .collect();
        Self { span, text }
    }

    /// End of the piece that it changes.
    pub fn end(&self) -> usize {
        self.span.end()
    }

    /// The piece for which a word stands in.
    pub fn replaced(&self) -> Option<Span> {
        (!self.span.is_empty() && self.text.contains('_')).then_some(self.span)
    }

    /// The text that it takes out, if it takes out anything to be seen.
    pub fn damage(&self, draft: &str) -> Option<Span> {
        let gone = draft.get(self.span.range()).unwrap_or_default();
        let gone = gone.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        (self.text.is_empty() && !gone.is_empty()).then_some(self.span)
    }
}

/// A text and the way back to the source.
#[derive(Debug)]
pub(super) struct Draft {
    text: String,
    /// From where on draft and source run side by side: draft offset, source
    /// offset. Both ascend; the first is 0, 0.
    pieces: Vec<(usize, usize)>,
}

impl Draft {
    /// The source itself.
    pub fn new(source: &str) -> Self {
        Self {
            text: source.to_owned(),
            pieces: vec![(0, 0)],
        }
    }

    /// The text as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A new draft with the edits made; `None` when they change nothing, so
    /// that nothing is tried twice.
    pub fn edited(&self, edits: &[Edit]) -> Option<Self> {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| edit.span);
        let mut next = Self {
            text: String::with_capacity(self.text.len()),
            pieces: Vec::new(),
        };
        let mut kept = 0;
        for edit in edits {
            let (start, end) = (edit.span.start(), edit.span.end());
            if start < kept || self.text.get(edit.span.range()).is_none() {
                continue;
            }
            if edit.text.len() == edit.span.len() {
                // Runs side by side with the source as before.
                next.keep(self, kept, end, start);
                next.text.push_str(&edit.text);
            } else {
                next.keep(self, kept, start, start);
                next.text.push_str(&edit.text);
            }
            kept = end;
        }
        next.keep(self, kept, self.text.len(), self.text.len());
        (next.text != self.text).then_some(next)
    }

    /// Takes over `old` from `from`: its pieces up to `to`, its text up to `copy`.
    fn keep(&mut self, old: &Draft, from: usize, to: usize, copy: usize) {
        let base = self.text.len();
        self.piece(base, old.to_source(from));
        let first = old.pieces.partition_point(|&(at, _)| at <= from);
        let inner = old.pieces[first..].iter().take_while(|&&(at, _)| at < to);
        for &(at, source) in inner {
            self.piece(base + (at - from), source);
        }
        self.text.push_str(&old.text[from..copy]);
    }

    fn piece(&mut self, draft: usize, source: usize) {
        match self.pieces.last_mut() {
            Some(last) if last.0 == draft => *last = (draft, source),
            Some(&mut (at, from)) if draft - at + from == source => {}
            _ => self.pieces.push((draft, source)),
        }
    }

    /// Where a place of the draft is in the source. What was put in lies where
    /// the text after it lies.
    pub fn to_source(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|&(at, _)| at <= offset);
        self.through_piece(after, offset)
    }

    /// Where an end is in the source: just past the byte before it.
    fn end_to_source(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|&(at, _)| at < offset);
        self.through_piece(after, offset)
    }

    fn through_piece(&self, after: usize, offset: usize) -> usize {
        let Some(&(at, source)) = after
            .checked_sub(1)
            .and_then(|index| self.pieces.get(index))
        else {
            return 0;
        };
        let limit = self
            .pieces
            .get(after)
            .map_or(usize::MAX, |&(_, source)| source);
        (source + (offset - at)).min(limit)
    }

    /// Where a span of the draft is in the source. An empty span belongs to
    /// what stands before it.
    pub fn span_to_source(&self, span: Span) -> Span {
        let end = self.end_to_source(span.end());
        if span.is_empty() {
            return Span::at(end);
        }
        Span::new(self.to_source(span.start()).min(end), end)
    }

    /// Where a place of the source is in the draft.
    pub fn offset_from_source(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|&(_, source)| source <= offset);
        let Some(&(at, source)) = after
            .checked_sub(1)
            .and_then(|index| self.pieces.get(index))
        else {
            return 0;
        };
        let limit = self
            .pieces
            .get(after)
            .map_or(self.text.len(), |&(at, _)| at);
        (at + (offset - source)).min(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte of the draft that is also in the source leads back to itself.
    fn check(source: &str, draft: &Draft) {
        for (at, c) in draft.text().char_indices() {
            let back = draft.to_source(at);
            if !matches!(c, ' ' | '_' | ':') {
                assert_eq!(
                    source[back..].chars().next(),
                    Some(c),
                    "{:?} at {at}",
                    draft.text()
                );
                assert_eq!(draft.offset_from_source(back), at);
            }
        }
    }

    #[test]
    fn what_nobody_sees_is_no_damage() {
        let draft = "\u{feff} a \t\n";
        let piece = |from, to| Span::new(from, to);
        for (edit, damage) in [
            (Edit::erase(piece(0, 4)), None),
            (Edit::erase(piece(0, 3)), None),
            (Edit::erase(piece(5, 8)), None),
            (Edit::erase(piece(0, 6)), Some(piece(0, 6))),
            (Edit::erase(piece(4, 5)), Some(piece(4, 5))),
            (Edit::replace(piece(4, 5), 1), None),
            (Edit::erase(piece(4, 99)), None),
        ] {
            assert_eq!(edit.damage(draft), damage, "{edit:?}");
        }
    }

    #[test]
    fn places_lead_back_through_edits_of_edits() {
        let source = "ab\ncd\nef\ngh\n";
        let first = Draft::new(source)
            .edited(&[
                Edit::indent(3, 4),
                Edit::erase(Span::new(6, 8)),
                Edit::insert(11, ": "),
            ])
            .unwrap();
        assert_eq!(first.text(), "ab\n    cd\n\ngh: \n");
        check(source, &first);
        let second = first
            .edited(&[Edit::erase(Span::new(3, 5)), Edit::indent(11, 1)])
            .unwrap();
        assert_eq!(second.text(), "ab\n  cd\n\n gh: \n");
        check(source, &second);
        assert_eq!(second.span_to_source(Span::new(5, 7)), Span::new(3, 5));
    }

    #[test]
    fn a_placeholder_moves_nothing() {
        let source = "a: *é\nb";
        let draft = Draft::new(source);
        let draft = draft
            .edited(&[Edit::placeholder(draft.text(), Span::new(3, 6))])
            .unwrap();
        assert_eq!(draft.text(), "a: ___\nb");
        assert_eq!(draft.pieces, [(0, 0)]);
    }

    #[test]
    fn edits_that_change_nothing_give_no_draft() {
        let draft = Draft::new("a\n\nb");
        assert!(draft.edited(&[Edit::erase(Span::at(2))]).is_none());
        assert!(draft.edited(&[]).is_none());
    }
}
