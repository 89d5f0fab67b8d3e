//! The language of `when.condition`.
//!
//! Documented are `==`, `not`, `and`, `or`, brackets, texts in double quotes, and
//! paths that begin with `env` or `event`. The parser takes more than that: what is
//! not documented but may work, and what other languages write instead, is read as
//! what it means and marked, so that the rest of the condition is still checked.
//! Parsing never fails and takes time linear in the text.

mod ast;
mod display;
mod error;
mod evaluate;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;
mod types;

use std::ops::Range;

pub use ast::{Comparison, Expression, ExpressionKind, Member, MemberKind, Path, Root};
pub use error::{ErrorKind, SyntaxError};
pub use evaluate::{Data, Judged, Literal, Need, NeedKind, Truth};
pub use parser::parse;
pub use types::{Type, type_of};

/// A parsed condition.
#[derive(Debug, Clone)]
pub struct Condition {
    /// What it says. Where there is an error, what could be read of it.
    pub expression: Expression,
    /// What is written in another way than documented, in the order of the text.
    pub marks: Vec<Mark>,
    /// The first place that no condition has; `None` where it is one.
    pub error: Option<SyntaxError>,
}

/// Something that is understood, but not documented or surely wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// What it is.
    pub kind: MarkKind,
}

/// In which way something differs from what is documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// An operator of another language.
    WrongOperator {
        /// What conditions write instead.
        meant: &'static str,
        /// Whether writing that keeps the meaning for sure. Not so for `!a == b`,
        /// where other languages negate only `a`.
        certain: bool,
    },
    /// No documentation shows it, yet it may work.
    Undocumented,
    /// `$NAME`, as shells write it.
    ShellVariable {
        /// What conditions write instead: `env.NAME`; `None` where more than the
        /// value of a variable is meant.
        meant: Option<String>,
    },
}

impl Condition {
    /// The mark on exactly these bytes.
    pub fn mark_at(&self, span: &Range<usize>) -> Option<&Mark> {
        let first = self
            .marks
            .partition_point(|mark| mark.span.start < span.start);
        self.marks.get(first).filter(|mark| mark.span == *span)
    }
}
