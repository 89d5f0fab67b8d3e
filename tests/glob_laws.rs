//! What holds for every branch or tag pattern.

use codemagic_lint::expression::glob::{Pattern, may_end_with};
use proptest::prelude::*;

/// Pieces of patterns that mean something by themselves, inverse and repeated groups
/// aside, and never a `(` behind the `*` that is put in place of one.
const PIECES: &[&str] = &[
    "a", "main", "-", "/", ".", "1", "*", "?", "[ab]", "[!a]", "@(a|b)", "?(b|*)", "{a,b}",
    "{1..3}",
];

/// Text made of what patterns are made of.
fn pattern() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b", "main", "-", "/", ".", "..", "1", "*", "?", "[", "]", "[ab]", "[!a]", "!", "^",
        "@(", "!(", "*(", "+(", "?(", "(", "|", ")", "{", ",", "}", "{a,b}", "{1..3}", "\\", "$",
        "ä",
    ]);
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec!["a", "b", "main", "-", "/", "1", "2", "x", "ä"]);
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in any::<String>(), name in any::<String>()) {
        let pattern = Pattern::parse(&text);
        let _ = pattern.matches(&name);
        let _ = may_end_with(&text, &name);
        for problem in pattern.problems() {
            prop_assert!(text.get(problem.span.clone()).is_some());
        }
    }

    #[test]
    fn problems_point_into_the_pattern(text in pattern()) {
        for problem in Pattern::parse(&text).problems() {
            let shown = text.get(problem.span.clone());
            prop_assert!(shown.is_some_and(|shown| !shown.is_empty()), "{problem:?}");
        }
    }

    #[test]
    fn an_escaped_text_matches_itself_alone(text in "[^\\pC]{1,12}", other in pattern()) {
        let escaped: String = text.chars().flat_map(|char| ['\\', char]).collect();
        let pattern = Pattern::parse(&escaped);
        prop_assert!(pattern.matches(&text));
        prop_assert_eq!(pattern.matches(&other), other == text);
        prop_assert_eq!(pattern.literal(), Some(text));
        prop_assert_eq!(pattern.problems(), []);
    }

    #[test]
    fn what_covers_a_pattern_matches_what_it_matches(
        ours in pattern(),
        theirs in pattern(),
        names in prop::collection::vec(name(), 20),
    ) {
        let (ours, theirs) = (Pattern::parse(&ours), Pattern::parse(&theirs));
        prop_assert!(!theirs.is_readable() || theirs.covers(&theirs));
        for name in names.iter().filter(|_| ours.covers(&theirs)) {
            prop_assert!(!theirs.matches(name) || ours.matches(name), "{name}");
        }
        for name in names.iter().filter(|_| ours.matches_everything()) {
            prop_assert!(ours.matches(name), "{name}");
        }
        if let Some(literal) = ours.literal() {
            prop_assert!(ours.matches(&literal));
        }
    }

    #[test]
    fn a_star_in_place_of_a_piece_matches_no_less(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..6),
        at in any::<prop::sample::Index>(),
        names in prop::collection::vec(name(), 20),
    ) {
        let theirs = Pattern::parse(&pieces.concat());
        let mut pieces = pieces;
        *at.get_mut(&mut pieces) = "*";
        let ours = Pattern::parse(&pieces.concat());
        prop_assert!(ours.covers(&theirs));
        for name in names {
            prop_assert!(!theirs.matches(&name) || ours.matches(&name), "{name}");
        }
    }
}
