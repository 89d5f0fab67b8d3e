//! The canonical text of a condition.

use std::fmt::{self, Display, Formatter, Write};

use super::ast::{Expression, ExpressionKind, Member, MemberKind, Path, Root};

impl Display for Expression {
    /// Writes the expression in the documented operators and with double quotes.
    /// Reading that again gives an equal expression, if there was no error.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExpressionKind::Text(text) => quoted(f, text),
            ExpressionKind::Number(number) => f.write_str(number),
            ExpressionKind::Boolean(value) => write!(f, "{value}"),
            ExpressionKind::Null => f.write_str("null"),
            ExpressionKind::Path(path) => write!(f, "{path}"),
            ExpressionKind::Input(id) => write!(f, "${{{{ inputs.{id} }}}}"),
            ExpressionKind::Template(inner) => write!(f, "${{{{ {inner} }}}}"),
            ExpressionKind::List(items) => {
                f.write_char('[')?;
                joined(f, items, ", ")?;
                f.write_char(']')
            }
            ExpressionKind::Group(inner) => write!(f, "({inner})"),
            ExpressionKind::Not(inner) => write!(f, "not {inner}"),
            ExpressionKind::Compare { first, rest } => {
                write!(f, "{first}")?;
                for (operator, value) in rest {
                    write!(f, " {} {value}", operator.text())?;
                }
                Ok(())
            }
            ExpressionKind::And(parts) => joined(f, parts, " and "),
            ExpressionKind::Or(parts) => joined(f, parts, " or "),
            ExpressionKind::Missing => f.write_char('…'),
            ExpressionKind::Broken(parts) => joined(f, parts, " … "),
        }
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.root {
            Root::Env => "env",
            Root::Event => "event",
            Root::Other(name) => name,
        })?;
        self.members.iter().try_for_each(|member| member.fmt(f))
    }
}

impl Display for Member {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            MemberKind::Name(name) => write!(f, ".{name}"),
            MemberKind::Index(index) => write!(f, "[{index}]"),
            MemberKind::Key(key) => {
                f.write_char('[')?;
                quoted(f, key)?;
                f.write_char(']')
            }
        }
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Expression], between: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        write!(f, "{part}")?;
    }
    Ok(())
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}
