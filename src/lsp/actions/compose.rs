//! Rounds of edits as one list of edits to the first text.

use crate::finding::Edit;
use crate::syntax::Span;

/// A piece of a text that came of edits to another.
enum Piece {
    /// As it was, from these bytes.
    Kept(Span),
    /// Put in.
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Kept(span) => span.len(),
            Self::New(text) => text.len(),
        }
    }

    /// The bytes of it from one offset to another, both within it.
    fn part(&self, from: usize, to: usize) -> Self {
        match self {
            Self::Kept(span) => Self::Kept(Span::new(span.start() + from, span.start() + to)),
            Self::New(text) => Self::New(text.get(from..to).unwrap_or_default().to_owned()),
        }
    }
}

/// One list of edits that does what these rounds do one after the other. Each round is
/// in the order of its text and does not overlap.
pub(super) fn composed<'e>(length: usize, rounds: impl Iterator<Item = &'e [Edit]>) -> Vec<Edit> {
    let mut pieces = vec![Piece::Kept(Span::new(0, length))];
    for edits in rounds {
        pieces = round(pieces, edits);
    }
    let mut found: Vec<Edit> = Vec::new();
    let mut at = 0;
    let mut text = String::new();
    for piece in pieces.into_iter().chain([Piece::Kept(Span::at(length))]) {
        match piece {
            Piece::New(new) => text.push_str(&new),
            Piece::Kept(span) => {
                if span.start() > at || !text.is_empty() {
                    found.push(Edit {
                        span: Span::new(at, span.start()),
                        text: std::mem::take(&mut text),
                    });
                }
                at = span.end();
            }
        }
    }
    found
}

fn round(pieces: Vec<Piece>, edits: &[Edit]) -> Vec<Piece> {
    let mut result = Vec::new();
    let mut edits = edits.iter().peekable();
    let mut start = 0;
    // Up to here the text is dealt with.
    let mut done = 0;
    for piece in pieces {
        let end = start + piece.len();
        while let Some(edit) = edits.peek().filter(|edit| edit.span.start() < end) {
            let from = edit.span.start();
            if done < from {
                result.push(piece.part(done.saturating_sub(start), from - start));
            }
            result.push(Piece::New(edit.text.clone()));
            done = edit.span.end().max(done);
            edits.next();
        }
        if done < end {
            result.push(piece.part(done.saturating_sub(start), end - start));
            done = end;
        }
        start = end;
    }
    // What is put in at the end.
    result.extend(edits.map(|edit| Piece::New(edit.text.clone())));
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::applied;
    use proptest::prelude::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            span: Span::new(start, end),
            text: text.to_owned(),
        }
    }

    #[test]
    fn an_edit_of_what_was_put_in_is_one_edit() {
        let rounds = [vec![edit(1, 2, "xyz")], vec![edit(2, 3, "")]];
        let composed = composed(3, rounds.iter().map(Vec::as_slice));
        assert_eq!(composed, [edit(1, 2, "xz")]);
    }

    fn edits() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
        prop::collection::vec((0..6_usize, 0..4_usize, "[xyz]{0,3}"), 0..5)
    }

    proptest! {
        #[test]
        fn all_at_once_is_one_after_the_other(rounds in prop::collection::vec(edits(), 0..4)) {
            let text = "abcdefghijklmnopqrst";
            let mut expected = text.to_owned();
            let mut made = Vec::new();
            for round in rounds {
                let mut at = 0;
                let mut edits = Vec::new();
                for (gap, length, new) in round {
                    let start = (at + gap).min(expected.len());
                    let end = (start + length).min(expected.len());
                    edits.push(edit(start, end, &new));
                    at = end;
                }
                expected = applied(&expected, &edits);
                made.push(edits);
            }
            let composed = composed(text.len(), made.iter().map(Vec::as_slice));
            prop_assert_eq!(applied(text, &composed), expected);
        }
    }
}
