//! Values as YAML has to be given them.

use crate::model::cursor::Cursor;
use crate::syntax::{Scalar, resolve_1_1, resolve_1_2};

/// What a value is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// Text, also where it looks like something else.
    Text,
    /// Whatever it looks like.
    Any,
}

/// A value as it is to be written at a cursor: in quotes where YAML would read it as
/// something else, and without them inside quotes that are there.
pub(super) fn written(text: &str, meant: Meant, cursor: &Cursor) -> String {
    match cursor.quote {
        Some('\'') => text.replace('\'', "''"),
        Some(_) => escaped(text),
        None if is_plain(text, meant, cursor.is_flow) => text.to_owned(),
        None if text.contains('\'') || text.chars().any(char::is_control) => {
            format!("\"{}\"", escaped(text))
        }
        None => format!("'{text}'"),
    }
}

/// A text as a plain scalar, or in quotes where YAML would read it as something else.
pub(super) fn plain(text: &str) -> String {
    if is_plain(text, Meant::Text, false) {
        return text.to_owned();
    }
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\\' => found.extend(['\\', character]),
            '\n' => found.push_str("\\n"),
            '\t' => found.push_str("\\t"),
            other => found.push(other),
        }
    }
    found
}

/// Whether YAML reads a text as it stands.
fn is_plain(text: &str, meant: Meant, is_flow: bool) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let is_sign = "*&!%@`'\"#|>{}[],".contains(first)
        || ("-?:".contains(first) && matches!(text.chars().nth(1), None | Some(' ' | '\t')));
    let is_cut = text.contains(": ")
        || text.contains(" #")
        || text.ends_with(':')
        || text.trim() != text
        || text.chars().any(char::is_control)
        || (is_flow && text.contains(['{', '}', '[', ']', ',']));
    let is_text = matches!(resolve_1_1(text), Scalar::Text(_))
        && matches!(resolve_1_2(text), Scalar::Text(_));
    !is_sign && !is_cut && (is_text || meant == Meant::Any)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::SourceFile;

    #[test]
    fn what_yaml_would_misread_is_quoted() {
        let source = SourceFile::new("f", "a: ");
        let cursor = Cursor::at(&source, 3);
        let is = |text: &str, meant, expected: &str| {
            assert_eq!(written(text, meant, &cursor), expected);
        };
        is("*", Meant::Text, "'*'");
        is("3.10", Meant::Text, "'3.10'");
        is("17", Meant::Any, "17");
        is("yes", Meant::Text, "'yes'");
        is("a: b", Meant::Text, "'a: b'");
        is("it's *", Meant::Text, "it's *");
        is("*'", Meant::Text, "\"*'\"");
        is("$A", Meant::Text, "$A");
        is("${{ inputs.a }}", Meant::Text, "${{ inputs.a }}");
        let source = SourceFile::new("f", "a: [x, ");
        let cursor = Cursor::at(&source, 7);
        assert_eq!(
            written("${{ inputs.a }}", Meant::Text, &cursor),
            "'${{ inputs.a }}'"
        );
        let source = SourceFile::new("f", "a: \"");
        let cursor = Cursor::at(&source, 4);
        assert_eq!(written("a\"b", Meant::Text, &cursor), "a\\\"b");
    }
}
