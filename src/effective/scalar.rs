//! Scalars as YAML: read back as what they are, by any reader.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::syntax::{NodeId, Scalar, ScalarStyle, Tree, resolve_1_1, resolve_1_2};

use super::hidden::Hidden;

/// Longest key, in characters, that stands on the line of its value: readers look no
/// further than 1024 for its colon.
pub(super) const MAX_SIMPLE_KEY: usize = 1000;

/// A scalar as it is written.
pub(super) enum Written<'t> {
    /// On the line of its key or dash.
    Inline(Cow<'t, str>),
    /// As a literal block.
    Block {
        /// `|`, with the marks that it needs.
        header: String,
        /// The lines, without indentation.
        lines: Vec<String>,
    },
}

/// How a scalar is written. Its text may be a block where `may_be_block`.
pub(super) fn written<'t>(
    tree: &'t Tree,
    node: NodeId,
    hidden: &Hidden,
    may_be_block: bool,
) -> Written<'t> {
    let node = tree.resolve(node);
    let source = tree.scalar(node).unwrap_or_default();
    let text = hidden.text(tree, node);
    let is_masked = *text != *source;
    let style = tree.scalar_style(node).unwrap_or(ScalarStyle::Plain);
    let tag = tree.tag_name(node).filter(|_| !is_masked);
    if let Some(tag) = tag {
        let value = match style {
            ScalarStyle::Plain if is_plain_safe(&text) => text,
            _ => Cow::Owned(double_quoted(&text)),
        };
        return Written::Inline(Cow::Owned(format!("{tag} {value}")));
    }
    if style == ScalarStyle::Plain && !is_masked {
        // What is no text stays as it is written: `3.10`, `0o17`, `yes`.
        if !matches!(resolve_1_1(&text), Scalar::Text(_)) {
            return Written::Inline(if text.is_empty() {
                Cow::Borrowed("null")
            } else {
                text
            });
        }
        // Another reader may make more of it than text; then it should here as well.
        if is_plain_safe(&text) {
            return Written::Inline(text);
        }
    }
    if may_be_block && text.contains('\n') && can_be_literal(&text) {
        return literal(&text);
    }
    let is_quoted = style.is_quoted() && !is_masked;
    if !is_quoted && is_plain_text(&text) {
        return Written::Inline(text);
    }
    let by_double = style == ScalarStyle::DoubleQuoted || text.contains(needs_escape);
    Written::Inline(Cow::Owned(if by_double {
        double_quoted(&text)
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }))
}

/// A scalar in a flow collection.
pub(super) fn in_flow(tree: &Tree, node: NodeId, hidden: &Hidden) -> String {
    match written(tree, node, hidden, false) {
        Written::Inline(text) => {
            let is_plain = tree.scalar_style(node) == Some(ScalarStyle::Plain);
            let is_text = matches!(tree.value(node), Some(Scalar::Text(_)));
            if is_plain && is_text && tree.tag(tree.resolve(node)).is_none() {
                double_quoted(&hidden.text(tree, node))
            } else {
                text.into_owned()
            }
        }
        Written::Block { .. } => double_quoted(&hidden.text(tree, node)),
    }
}

/// Whether a text may stand without quotes behind `: ` or `- `, or as a key.
fn is_plain_safe(text: &str) -> bool {
    let mut chars = text.chars();
    let starts_well = match chars.next() {
        None => false,
        Some('-') => {
            let next = chars.next();
            next.is_some_and(|next| next != ' ' && next != '-')
        }
        Some(first) => !"?:,[]{}#&*!|>'\"%@` ".contains(first) && !text.starts_with("..."),
    };
    starts_well
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(needs_escape)
}

/// Whether a text may stand without quotes and every reader takes it for text.
fn is_plain_text(text: &str) -> bool {
    let looks_like_date = text.len() >= 8 && text.as_bytes().iter().take(4).all(u8::is_ascii_digit);
    is_plain_safe(text)
        && !looks_like_date
        && !matches!(text, "=" | "<<")
        && matches!(resolve_1_1(text), Scalar::Text(_))
        && matches!(resolve_1_2(text), Scalar::Text(_))
}

/// What only double quotes can hold on one line, and what could command a terminal
/// or hide what is around it.
fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{85}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fffe}'
                | '\u{ffff}'
        )
}

/// Whether a text is the same as the lines of a literal block.
fn can_be_literal(text: &str) -> bool {
    let is_odd = |c: char| c != '\n' && c != '\t' && needs_escape(c);
    !text.trim_matches('\n').is_empty() && !text.contains(is_odd)
}

fn literal(text: &str) -> Written<'static> {
    let body = text.trim_end_matches('\n');
    let breaks = text.len() - body.len();
    let mut header = "|".to_owned();
    if text.starts_with([' ', '\n', '\t']) {
        header.push('2');
    }
    header.push_str(match breaks {
        0 => "-",
        1 => "",
        _ => "+",
    });
    let mut lines: Vec<String> = body.split('\n').map(str::to_owned).collect();
    lines.extend(std::iter::repeat_n(String::new(), breaks.saturating_sub(1)));
    Written::Block { header, lines }
}

/// A text in double quotes, on one line.
pub(super) fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0' => quoted.push_str("\\0"),
            c if needs_escape(c) => {
                let code = u32::from(c);
                let _ = match code {
                    0..=0xff => write!(quoted, "\\x{code:02x}"),
                    0x100..=0xffff => write!(quoted, "\\u{code:04x}"),
                    _ => write!(quoted, "\\U{code:08x}"),
                };
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
