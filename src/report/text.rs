//! Text made fit for a terminal, a log or an XML file.

use std::borrow::Cow;
use std::fmt::Write;

/// Columns that a tab takes at most.
pub(crate) const TAB_WIDTH: usize = 4;

/// Whether a character could command a terminal, hide or reorder the text
/// around it, or is forbidden in XML.
pub(crate) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200b}'
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

/// Text on one line, with unprintable characters spelled out: `\u{1b}`, `\n`.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~');
    if text.as_bytes().iter().all(is_plain) || !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_clean(&mut clean, c);
    }
    Cow::Owned(clean)
}

/// Adds a character, spelled out where it is unprintable.
pub(crate) fn push_clean(out: &mut String, c: char) {
    if is_unprintable(c) {
        out.extend(c.escape_default());
    } else {
        out.push(c);
    }
}

/// Text in an element or a quoted attribute of XML or HTML: nothing in it is markup, and
/// what XML forbids, or would turn into spaces, is spelled out.
pub(crate) fn escape_markup(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in clean(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // HTML before its fifth version has no name for it.
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Like [`clean`], but line breaks stay.
pub(crate) fn clean_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(clean).collect();
    lines.join("\n")
}

/// Columns that a character takes in an excerpt, at most.
pub(crate) fn columns(c: char) -> usize {
    match c {
        '\t' => TAB_WIDTH,
        _ if is_unprintable(c) => c.escape_default().len(),
        // Scripts whose characters are two columns wide start with Hangul.
        '\u{1100}'.. => 2,
        _ => 1,
    }
}

/// Breaks lines at spaces so that they take at most `width` columns. A longer
/// word stays whole, and an indented line, being an example, as it is.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + 8);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            wrapped.push('\n');
        }
        if line.starts_with(' ') {
            wrapped.push_str(line);
        } else {
            wrap_line(line, width, &mut wrapped);
        }
    }
    wrapped
}

fn wrap_line(line: &str, width: usize, wrapped: &mut String) {
    let mut used = 0;
    for (index, word) in line.split(' ').enumerate() {
        let needed: usize = word.chars().map(columns).sum();
        if index > 0 && used + 1 + needed > width {
            wrapped.push('\n');
            used = 0;
        } else if index > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += needed;
    }
}

/// A number and its noun: "1 error", "2 errors".
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// A file's name as other platforms write it: `/` between folders, no `./`.
pub(crate) fn portable_path(path: &str) -> Cow<'_, str> {
    let path = path.strip_prefix("./").unwrap_or(path);
    if path.contains('\\') {
        Cow::Owned(path.replace('\\', "/"))
    } else {
        Cow::Borrowed(path)
    }
}

/// Numbers or names as people list them: "3, 4 and 7"; beyond eight "and others".
pub(crate) fn list(items: &[impl std::fmt::Display]) -> String {
    const SHOWN: usize = 8;
    let mut text = String::new();
    for (index, item) in items.iter().take(SHOWN).enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == items.len() => " and ",
            _ => ", ",
        };
        let _ = write!(text, "{separator}{item}");
    }
    if items.len() > SHOWN {
        text.push_str(" and others");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_commands_a_terminal_is_left() {
        let hostile = "a\u{1b}[31m\u{9b}\r\n\t\u{202e}\u{0}é日";
        assert_eq!(clean(hostile), r"a\u{1b}[31m\u{9b}\r\n\t\u{202e}\u{0}é日");
        assert_eq!(clean_lines("a\r\nb\u{7}"), "a\nb\\u{7}");
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(
            escape_markup("<a href=\"x\">&'\u{1b}\n\u{fffe}\u{202e}é"),
            r"&lt;a href=&quot;x&quot;&gt;&amp;&#39;\u{1b}\n\u{fffe}\u{202e}é"
        );
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        assert_eq!(
            wrap("aa bb cc\n  dd ee ff gg", 5),
            "aa bb\ncc\n  dd ee ff gg"
        );
        assert_eq!(wrap("aaaaaaaaaa b", 5), "aaaaaaaaaa\nb");
        assert_eq!(wrap("", 5), "");
    }

    #[test]
    fn numbers_are_listed() {
        assert_eq!(list(&[3]), "3");
        assert_eq!(list(&[3, 4, 7]), "3, 4 and 7");
        assert_eq!(
            list(&[1, 2, 3, 4, 5, 6, 7, 8, 9]),
            "1, 2, 3, 4, 5, 6, 7, 8 and others"
        );
    }
}
