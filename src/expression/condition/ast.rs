//! What a condition says.

use std::ops::Range;

/// A part of a condition.
///
/// Two are equal when they say the same, wherever they stand.
#[derive(Debug, Clone)]
pub struct Expression {
    /// What it says.
    pub kind: ExpressionKind,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// What a part of a condition says.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionKind {
    /// A text, without its quotes.
    Text(String),
    /// A number as written.
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
    /// `null` or `None`.
    Null,
    /// `env.NAME`, `event.pull_request.draft`.
    Path(Path),
    /// `${{ inputs.id }}`: the id.
    Input(String),
    /// Another `${{ … }}`, or `{{ … }}`: what stands between the braces.
    Template(String),
    /// `[a, b]`.
    List(Vec<Expression>),
    /// `( … )`.
    Group(Box<Expression>),
    /// `not …`. It binds looser than comparisons.
    Not(Box<Expression>),
    /// `a == b`; more operators chain, as in Python.
    Compare {
        /// The value before the first operator.
        first: Box<Expression>,
        /// Every operator with the value behind it, at least one.
        rest: Vec<(Comparison, Expression)>,
    },
    /// `a and b and c`: at least two.
    And(Vec<Expression>),
    /// `a or b or c`: at least two.
    Or(Vec<Expression>),
    /// Nothing, where a value was expected.
    Missing,
    /// Parts between which something is wrong.
    Broken(Vec<Expression>),
}

/// An operator that compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `not in`
    NotIn,
}

impl Comparison {
    /// The operator as conditions write it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::In => "in",
            Self::NotIn => "not in",
        }
    }
}

/// A name and the way from there.
#[derive(Debug, Clone)]
pub struct Path {
    /// What it begins with.
    pub root: Root,
    /// The bytes of the root.
    pub root_span: Range<usize>,
    /// The steps behind the root.
    pub members: Vec<Member>,
}

/// What a path begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// Environment variables, all of them texts.
    Env,
    /// The webhook's payload.
    Event,
    /// Another name, which nothing defines.
    Other(String),
}

/// One step of a path.
#[derive(Debug, Clone)]
pub struct Member {
    /// Where it leads.
    pub kind: MemberKind,
    /// Its bytes: of the name or of what stands in the brackets.
    pub span: Range<usize>,
}

/// Where a step of a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberKind {
    /// `.name`
    Name(String),
    /// `[0]`
    Index(String),
    /// `["name"]`
    Key(String),
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root && self.members == other.members
    }
}

impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Path {
    /// The name of the environment variable that the path leads to, and its bytes.
    pub fn variable(&self) -> Option<(&str, &Range<usize>)> {
        if self.root != Root::Env {
            return None;
        }
        let member = self.members.first()?;
        match &member.kind {
            MemberKind::Name(name) | MemberKind::Key(name) => Some((name, &member.span)),
            MemberKind::Index(_) => None,
        }
    }
}

impl Expression {
    /// The expression and all its parts, in the order of the text.
    pub fn parts(&self) -> impl Iterator<Item = &Expression> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let part = waiting.pop()?;
            part.push_parts(&mut waiting);
            Some(part)
        })
    }

    /// Pushes the direct parts, the last first.
    fn push_parts<'e>(&'e self, waiting: &mut Vec<&'e Expression>) {
        match &self.kind {
            ExpressionKind::Group(inner) | ExpressionKind::Not(inner) => waiting.push(inner),
            ExpressionKind::List(parts)
            | ExpressionKind::And(parts)
            | ExpressionKind::Or(parts)
            | ExpressionKind::Broken(parts) => waiting.extend(parts.iter().rev()),
            ExpressionKind::Compare { first, rest } => {
                waiting.extend(rest.iter().rev().map(|(_, part)| part));
                waiting.push(first);
            }
            ExpressionKind::Text(_)
            | ExpressionKind::Number(_)
            | ExpressionKind::Boolean(_)
            | ExpressionKind::Null
            | ExpressionKind::Path(_)
            | ExpressionKind::Input(_)
            | ExpressionKind::Template(_)
            | ExpressionKind::Missing => {}
        }
    }

    /// The expression without the brackets around it.
    pub fn ungrouped(&self) -> &Expression {
        let mut inner = self;
        while let ExpressionKind::Group(next) = &inner.kind {
            inner = next;
        }
        inner
    }

    /// The paths in the expression, with their bytes, in the order of the text.
    pub fn paths(&self) -> impl Iterator<Item = (&Path, &Range<usize>)> {
        self.parts().filter_map(|part| match &part.kind {
            ExpressionKind::Path(path) => Some((path, &part.span)),
            _ => None,
        })
    }
}
