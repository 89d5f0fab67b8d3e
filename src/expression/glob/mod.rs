//! Patterns for the names of branches, tags and files.
//!
//! Codemagic matches branches and tags with `fnmatch` of Python's `wcmatch`
//! package, as its documentation says. Which of that function's flags it sets is
//! not documented; this is what is assumed, and why:
//!
//! - `EXTMATCH` (`!(*-dev)`) and `BRACE` (`{test,qa}/*`): the documentation shows
//!   such patterns.
//! - `FORCEUNIX`: upper and lower case differ and `\` escapes, as on the Unix
//!   machine that evaluates patterns.
//! - `DOTMATCH`: without it `*` leaves out names that begin with a dot. Git allows
//!   none (`git check-ref-format`), so the choice changes nothing.
//! - Not `NEGATE`: the documentation leaves names out with `include: false`. With
//!   the flag a lone `!main` matches nothing, without it only a branch that is
//!   really called `!main`: in practice the same.
//! - Not `SPLIT`, `RAWCHARS`, `MINUSNEGATE`, `NUMRANGE`: nothing suggests them.
//!
//! `fnmatch` knows no directories: `*` matches `/` as well, and `**` is the same
//! as `*`.
//!
//! Braces are expanded first, as text, in `braces`. What results is parsed by
//! `parse` and matched by `matches`, which keeps sets of positions instead of
//! backtracking, so that no pattern takes exponential time. The package turns
//! patterns into regular expressions, which cannot say "anything but" in every
//! case; where that shows (`!(…)` with a star or slash inside, followed by more),
//! the matcher does what the package does, see `ast::Inverse`.

mod artifacts;
mod ast;
mod braces;
mod covers;
mod expansion;
mod inverse;
mod lookalike;
mod matches;
mod parse;
mod places;
mod positions;
mod problem;
mod ranges;
mod sets;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub use artifacts::{last_parts, may_end_with};
pub use lookalike::regular_expression;
pub use places::may_reach;
pub use problem::{Problem, ProblemKind};

use ast::{Node, NodeKind, Sequence};

/// Most characters of a pattern that is looked at. Branch names have at most 255
/// bytes in most file systems.
const MAX_LENGTH: usize = 1000;

/// Deepest nesting of groups or braces that is looked at.
const MAX_DEPTH: usize = 50;

/// A pattern is too long, too deep or stands for too many patterns.
#[derive(Debug)]
struct TooComplex;

/// A character of a pattern and the bytes of the source that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Glyph {
    char: char,
    span: Range<usize>,
}

/// A pattern for names of branches or tags.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// What the pattern stands for once its braces are expanded: a name matches
    /// when it matches any.
    alternatives: Vec<Sequence>,
    problems: Vec<Problem>,
    readable: bool,
}

impl Pattern {
    /// Reads a pattern. Never fails: as in the package, brackets that are not
    /// closed stand for themselves; [`Self::problems`] tells of them.
    pub fn parse(text: &str) -> Self {
        let mut problems = Vec::new();
        let parsed = parse_all(text, &mut problems);
        if parsed.is_err() {
            problems.push(Problem {
                kind: ProblemKind::TooComplex,
                span: 0..text.len(),
            });
        }
        problem::tidy(&mut problems);
        Self {
            readable: parsed.is_ok(),
            alternatives: parsed.unwrap_or_default(),
            problems,
        }
    }

    /// A pattern that is not read: nothing should be made of it.
    pub(crate) fn unreadable() -> Self {
        Self {
            alternatives: Vec::new(),
            problems: Vec::new(),
            readable: false,
        }
    }

    /// How many parts all that it stands for has, one behind the other.
    pub(crate) fn size(&self) -> usize {
        self.alternatives.iter().map(|it| it.nodes.len()).sum()
    }

    /// What is odd about the pattern, in the order of its text.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether the pattern could be read. One that stands for too many patterns is
    /// not: it matches nothing here, and nothing should be made of that.
    pub fn is_readable(&self) -> bool {
        self.readable
    }

    /// Whether a name matches. Takes polynomial time in the lengths of both.
    pub fn matches(&self, name: &str) -> bool {
        let name = matches::symbols(name);
        self.alternatives
            .iter()
            .any(|alternative| matches::matches(alternative, &name))
    }

    /// Whether the pattern surely matches every name that Git allows.
    pub fn matches_everything(&self) -> bool {
        self.alternatives.iter().any(covers::everything)
    }

    /// The only name that matches, where there is just one and the pattern says so
    /// plainly: no wildcard, set, group or braces.
    pub fn literal(&self) -> Option<String> {
        let [only] = self.alternatives.as_slice() else {
            return None;
        };
        let char = |node: &Node| match node.kind {
            NodeKind::Char { char, .. } => Some(char),
            _ => None,
        };
        only.nodes.iter().map(char).collect()
    }

    /// Whether the pattern surely matches every name, of those that Git allows,
    /// that `other` matches. Not every such pair is recognised.
    pub fn covers(&self, other: &Self) -> bool {
        self.readable && other.readable && covers::covers(&self.alternatives, &other.alternatives)
    }
}

/// What a text stands for, once its braces are expanded.
fn parse_all(text: &str, problems: &mut Vec<Problem>) -> Result<Vec<Sequence>, TooComplex> {
    let expanded = braces::expand(text, problems)?;
    expanded
        .iter()
        .map(|glyphs| parse::parse(glyphs, problems))
        .collect()
}
