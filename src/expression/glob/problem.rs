//! What can be odd about a pattern.

use std::ops::Range;

/// Something odd in a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// Bytes of the pattern.
    pub span: Range<usize>,
}

/// The kinds of oddity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// `[` without `]`: stands for itself, and so does every later `[`.
    UnclosedSet,
    /// `@(`, `!(`, `+(`, `*(` or `?(` without `)`: stands for itself, and so does
    /// every later group.
    UnclosedGroup,
    /// `{` without `}`: stands for itself.
    UnclosedBrace,
    /// `{a}`, without a comma or `..`: stands for itself, braces included.
    PlainBraces,
    /// `]` that closes no set, `)` that closes no group or `}` that closes no
    /// brace: stands for itself.
    StrayCloser,
    /// `|` outside of a group: stands for itself.
    LoosePipe,
    /// `[z-a]`: the range holds nothing.
    BackwardsRange,
    /// `[:alpha:]` outside of brackets: a set of its letters.
    BareClass,
    /// `\` at the end: escapes nothing and is passed over.
    TrailingBackslash,
    /// The pattern is too long, too deep or stands for too many patterns.
    TooComplex,
}

/// Orders problems by place and keeps one of those that several expansions of the
/// same braces have in common.
pub(super) fn tidy(problems: &mut Vec<Problem>) {
    problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.kind as u8));
    problems.dedup();
}
