//! What a condition comes to, as far as what is known decides it.
//!
//! Kleene's logic of three values: `false and …` is false whatever follows, and what
//! depends on something that nobody told is unknown, with the names of what it depends
//! on. Texts, numbers, booleans and null are equal to their own kind alone.

use std::ops::Range;

use super::ast::{Comparison, Expression, ExpressionKind, MemberKind, Path, Root};
use super::{Condition, MarkKind};

/// True, false, or not decided by what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It depends on what is not known.
    Unknown,
}

impl Truth {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// Either holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    /// It does not hold.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "`not` beside `and` and `or`")]
    pub fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// A value that is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// Nothing.
    Null,
}

/// What is known of the world around a condition.
pub trait Data {
    /// The value of an environment variable; `None` where it is not known.
    fn variable(&self, name: &str) -> Option<String>;
    /// The value at a path of the webhook's payload; `None` where it is not known, or
    /// a list or an object.
    fn event(&self, path: &[MemberKind]) -> Option<Literal>;
    /// The value of an input of the workflow; `None` where it is not known.
    fn input(&self, id: &str) -> Option<Literal>;
}

/// What a condition comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Whether it holds.
    pub truth: Truth,
    /// What it depends on, in the order of the text; empty where it is decided.
    pub needs: Vec<Need>,
}

/// Something that a condition depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// What it is.
    pub kind: NeedKind,
}

/// What a condition depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NeedKind {
    /// The environment variable of this name.
    Variable(String),
    /// A value of the webhook's payload: its path, `event` included.
    Event(String),
    /// The input with this id, which has no default.
    Input(String),
    /// An operator that is not documented.
    Operator(&'static str),
    /// A value that is neither true nor false, in place of a condition.
    Truthiness,
    /// Something that conditions do not have.
    Invalid,
}

impl Condition {
    /// What the condition comes to. One with an error, or with operators of another
    /// language, is unknown. Takes time linear in the condition.
    pub fn evaluate(&self, data: &dyn Data) -> Judged {
        if let Some(error) = &self.error {
            return unknown(&error.span, NeedKind::Invalid);
        }
        let foreign = self.marks.iter().find(|mark| {
            matches!(
                mark.kind,
                MarkKind::WrongOperator { .. } | MarkKind::ShellVariable { .. }
            )
        });
        match foreign {
            Some(mark) => unknown(&mark.span, NeedKind::Invalid),
            None => truth(&self.expression, data),
        }
    }
}

fn decided(value: impl Into<Truth>) -> Judged {
    Judged {
        truth: value.into(),
        needs: Vec::new(),
    }
}

fn unknown(span: &Range<usize>, kind: NeedKind) -> Judged {
    let need = Need {
        span: span.clone(),
        kind,
    };
    of_needs(vec![need])
}

fn of_needs(needs: Vec<Need>) -> Judged {
    Judged {
        truth: Truth::Unknown,
        needs,
    }
}

fn truth(expression: &Expression, data: &dyn Data) -> Judged {
    match &expression.kind {
        ExpressionKind::Group(inner) => truth(inner, data),
        ExpressionKind::Not(inner) => {
            let inner = truth(inner, data);
            Judged {
                truth: inner.truth.not(),
                ..inner
            }
        }
        ExpressionKind::And(parts) => {
            joined(parts.iter().map(|part| truth(part, data)), Truth::False)
        }
        ExpressionKind::Or(parts) => {
            joined(parts.iter().map(|part| truth(part, data)), Truth::True)
        }
        ExpressionKind::Compare { first, rest } => {
            let lefts = std::iter::once(&**first).chain(rest.iter().map(|(_, value)| value));
            let pairs = lefts.zip(rest);
            let pairs = pairs.map(|(left, (operator, right))| {
                compare(left, *operator, right, &expression.span, data)
            });
            joined(pairs, Truth::False)
        }
        _ => match value(expression, data) {
            Ok(Literal::Boolean(value)) => decided(value),
            Ok(_) => unknown(&expression.span, NeedKind::Truthiness),
            Err(needs) => of_needs(needs),
        },
    }
}

/// Several parts of which one that is `decisive` decides for all.
fn joined(parts: impl Iterator<Item = Judged>, decisive: Truth) -> Judged {
    let mut whole = decided(decisive.not());
    for part in parts {
        if part.truth == decisive {
            return part;
        }
        if part.truth == Truth::Unknown {
            whole.truth = Truth::Unknown;
            whole.needs.extend(part.needs);
        }
    }
    whole
}

fn compare(
    left: &Expression,
    operator: Comparison,
    right: &Expression,
    span: &Range<usize>,
    data: &dyn Data,
) -> Judged {
    let is_equal = match (value(left, data), value(right, data)) {
        (Ok(left), Ok(right)) => Truth::from(left == right),
        (left, right) => {
            let needs = [left, right].into_iter().filter_map(Result::err);
            return of_needs(needs.flatten().collect());
        }
    };
    match operator {
        Comparison::Equal => decided(is_equal),
        Comparison::NotEqual => decided(is_equal.not()),
        other => unknown(span, NeedKind::Operator(other.text())),
    }
}

fn value(expression: &Expression, data: &dyn Data) -> Result<Literal, Vec<Need>> {
    let need = |kind| {
        vec![Need {
            span: expression.span.clone(),
            kind,
        }]
    };
    match &expression.kind {
        ExpressionKind::Text(text) => Ok(Literal::Text(text.clone())),
        ExpressionKind::Number(number) => {
            let number = number.parse().map(Literal::Number);
            number.map_err(|_| need(NeedKind::Invalid))
        }
        ExpressionKind::Boolean(value) => Ok(Literal::Boolean(*value)),
        ExpressionKind::Null => Ok(Literal::Null),
        ExpressionKind::Path(path) => of_path(path, data).map_err(need),
        ExpressionKind::Input(id) => data
            .input(id)
            .ok_or_else(|| need(NeedKind::Input(id.clone()))),
        ExpressionKind::Group(inner) => value(inner, data),
        ExpressionKind::Not(_)
        | ExpressionKind::And(_)
        | ExpressionKind::Or(_)
        | ExpressionKind::Compare { .. } => {
            let judged = truth(expression, data);
            match judged.truth {
                Truth::Unknown => Err(judged.needs),
                known => Ok(Literal::Boolean(known == Truth::True)),
            }
        }
        ExpressionKind::Template(_)
        | ExpressionKind::List(_)
        | ExpressionKind::Missing
        | ExpressionKind::Broken(_) => Err(need(NeedKind::Invalid)),
    }
}

fn of_path(path: &Path, data: &dyn Data) -> Result<Literal, NeedKind> {
    match &path.root {
        Root::Env => match (path.variable(), path.members.len()) {
            (Some((name, _)), 1) => {
                let value = data.variable(name).map(Literal::Text);
                value.ok_or_else(|| NeedKind::Variable(name.to_owned()))
            }
            _ => Err(NeedKind::Invalid),
        },
        Root::Event => {
            let members: Vec<_> = path.members.iter().map(|it| it.kind.clone()).collect();
            let value = data.event(&members);
            value.ok_or_else(|| NeedKind::Event(path.to_string()))
        }
        Root::Other(_) => Err(NeedKind::Invalid),
    }
}
