//! What is wrong with a condition, in plain words.

use std::fmt::{self, Display, Formatter};
use std::ops::Range;

/// The first place of a text that no condition has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Its bytes; none at the end of the text.
    pub span: Range<usize>,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong with a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// Something else was expected.
    Unexpected {
        /// What was expected, in words.
        expected: &'static str,
        /// What is there, in words.
        found: String,
    },
    /// A quote without the other.
    UnclosedQuote(char),
    /// A bracket without the other.
    UnclosedBracket(char),
    /// A `)` or `]` that closes nothing.
    UnopenedBracket(char),
    /// `${{` without `}}`.
    UnclosedTemplate,
    /// `name(…)`.
    Call,
    /// `$(…)` or backticks.
    Command,
    /// `=~` or the like.
    PatternMatch,
    /// More brackets in brackets than anyone reads.
    TooDeep,
}

impl Display for SyntaxError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::Unexpected { expected, found } => {
                write!(f, "expected {expected}, found {found}")
            }
            ErrorKind::UnclosedQuote(quote) => write!(f, "the quote `{quote}` is never closed"),
            ErrorKind::UnclosedBracket(bracket) => write!(f, "`{bracket}` is never closed"),
            ErrorKind::UnopenedBracket(bracket) => write!(f, "`{bracket}` closes nothing"),
            ErrorKind::UnclosedTemplate => f.write_str("`{{` is never closed"),
            ErrorKind::Call => f.write_str("conditions have no functions"),
            ErrorKind::Command => f.write_str("conditions run no commands"),
            ErrorKind::PatternMatch => f.write_str("conditions cannot match patterns"),
            ErrorKind::TooDeep => {
                write!(
                    f,
                    "more than {} levels of brackets",
                    super::parser::MAX_DEPTH
                )
            }
        }
    }
}
