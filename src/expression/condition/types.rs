//! What is known of the types in a condition.

use super::ast::{Expression, ExpressionKind, Root};

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text, as all environment variables are.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Nothing.
    Null,
    /// A list.
    List,
    /// Known only when the build runs.
    Unknown,
}

/// The type of an expression; `input` tells the types of inputs by their ids.
pub fn type_of(expression: &Expression, input: &dyn Fn(&str) -> Type) -> Type {
    match &expression.kind {
        ExpressionKind::Text(_) => Type::Text,
        ExpressionKind::Number(_) => Type::Number,
        ExpressionKind::Not(_) | ExpressionKind::Compare { .. } | ExpressionKind::Boolean(_) => {
            Type::Boolean
        }
        ExpressionKind::Null => Type::Null,
        ExpressionKind::List(_) => Type::List,
        ExpressionKind::Path(path) if path.root == Root::Env && path.members.len() == 1 => {
            Type::Text
        }
        ExpressionKind::Input(id) => input(id),
        ExpressionKind::Group(inner) => type_of(inner, input),
        // `and` and `or` give one of their values, as in Python.
        ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
            let mut types = parts.iter().map(|part| type_of(part, input));
            let first = types.next().unwrap_or(Type::Unknown);
            if types.all(|next| next == first) {
                first
            } else {
                Type::Unknown
            }
        }
        ExpressionKind::Path(_)
        | ExpressionKind::Template(_)
        | ExpressionKind::Missing
        | ExpressionKind::Broken(_) => Type::Unknown,
    }
}
