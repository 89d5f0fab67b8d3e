//! The parts of a pattern after its braces are expanded.

use std::ops::Range;

/// A whole pattern without braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sequence {
    pub nodes: Vec<Node>,
    /// The pattern begins with a group. Such a pattern never matches `.`, `..` and
    /// what begins with `./` or `../`.
    pub group_first: bool,
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub kind: NodeKind,
    /// Bytes of the source.
    pub span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NodeKind {
    /// A character that stands for itself. A `/`, and a backslash, count as
    /// `sized` only in sets: see [`Inverse`].
    Char { char: char, sized: bool },
    /// `?`: one character.
    One,
    /// `*`: any text. At the start of a pattern, some text must be left.
    Many { at_start: bool },
    /// `[…]`: one character of a set.
    Set(Box<Set>),
    /// `@(…)` and the like.
    Group(Box<Group>),
}

/// The characters of `[…]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    pub negated: bool,
    pub ranges: Vec<(char, char)>,
}

impl Set {
    /// Whether a character matches.
    pub fn contains(&self, char: char) -> bool {
        let inside = self
            .ranges
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&char));
        inside != self.negated
    }
}

/// How often a group may match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupKind {
    /// `@(…)`: once.
    Once,
    /// `?(…)`: once or not at all.
    Optional,
    /// `*(…)`: any number of times.
    Any,
    /// `+(…)`: at least once.
    Some,
    /// `!(…)`: a text that none of the alternatives matches.
    Inverse,
}

/// `@(…)` and the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// Unique in its pattern.
    pub id: usize,
    pub kind: GroupKind,
    pub alternatives: Vec<Vec<Node>>,
    /// How `!(…)` is decided; for the other kinds of no meaning.
    pub inverse: Inverse,
    /// At the start of a pattern, some text must be left for `!(…)`.
    pub at_start: bool,
}

/// How `!(…)` is decided.
///
/// The package can say "any text but these" only where it knows the lengths of
/// these: no stars, repetitions or slashes. Otherwise it looks ahead: where one of
/// the alternatives and then the rest of the pattern match, the group does not
/// match at all; elsewhere it matches any text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inverse {
    /// By the text that the group takes.
    Exact,
    /// By looking ahead. With `or_nothing` the group may also match nothing where
    /// the rest of the pattern matches: its alternatives cannot match nothing.
    LookAhead { or_nothing: bool },
}
