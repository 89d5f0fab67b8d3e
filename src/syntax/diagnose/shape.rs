//! What a line looks like, whatever the parser made of it.

use super::super::lines::Line;

/// The shape of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Blank,
    Comment,
    /// `---` or `...`
    Marker,
    /// `- item`
    Dash,
    /// `-item`
    GluedDash,
    /// `key:`, with or without a value
    Key,
    /// Anything else.
    Text,
}

impl Shape {
    pub fn of(line: &Line) -> Self {
        let words = line.words();
        match words.as_bytes() {
            [] => Self::Blank,
            [b'#', ..] => Self::Comment,
            [b'-', b'-', b'-', rest @ ..] | [b'.', b'.', b'.', rest @ ..]
                if rest.first().is_none_or(u8::is_ascii_whitespace) =>
            {
                Self::Marker
            }
            [b'-'] | [b'-', b' ' | b'\t', ..] => Self::Dash,
            [b'-', next, ..] if begins_item(*next) => Self::GluedDash,
            _ if key_length(words).is_some() => Self::Key,
            _ => Self::Text,
        }
    }
}

/// Whether a byte behind a dash makes it a list item whose space was forgotten,
/// not a number or an option.
fn begins_item(next: u8) -> bool {
    next.is_ascii_alphabetic() || next > 127 || matches!(next, b'.' | b'/' | b'$' | b'"' | b'\'')
}

/// Length of the key that the words begin with: a name, or something in quotes,
/// before `: ` or `:` at the end.
pub(super) fn key_length(words: &str) -> Option<usize> {
    let end = match words.as_bytes().first()? {
        quote @ (b'"' | b'\'') => words[1..].find(char::from(*quote))? + 2,
        _ => words.find(|c: char| !is_name(c))?,
    };
    let after = words[end..].strip_prefix(':')?;
    let is_key = end > 0 && (after.is_empty() || after.starts_with([' ', '\t']));
    is_key.then_some(end)
}

/// Column of the key or, without one, of the dash that a value on this line
/// belongs to: what is deeper continues the value.
pub(super) fn owner_column(line: &Line) -> usize {
    let mut column = line.indent();
    let mut rest = line.words();
    let mut dash = column;
    while let Some(item) = rest.strip_prefix("- ") {
        dash = column;
        let words = item.trim_start();
        column += rest.len() - words.len();
        rest = words;
    }
    if key_length(rest).is_some() {
        column
    } else {
        dash
    }
}

/// The length of `name:` in `name:Build`, where only the space is missing that would
/// make it a key.
pub(super) fn glued_key(text: &str) -> Option<usize> {
    let (word, rest) = text.split_once(':')?;
    let is_glued = is_word(word) && !rest.is_empty() && !rest.starts_with([' ', '/', ':']);
    is_glued.then_some(word.len() + 1)
}

/// Whether the line is one word that could become a key.
pub(super) fn is_word(words: &str) -> bool {
    words.starts_with(|c: char| c.is_alphanumeric() || c == '_') && words.chars().all(is_name)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '<')
}
