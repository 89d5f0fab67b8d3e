//! Sets of characters: `[a-z]`, `[!0-9]`, `[[:alpha:]_]`.
//!
//! The package first writes a set for Python's regular expressions, which read it
//! once more; so do we, since oddities such as `[a-\z-~]` come from both.

use super::ast::Set;
use super::parse::Parser;
use super::problem::ProblemKind;

/// POSIX classes, as the package writes them. All are of ASCII.
const CLASSES: &[(&str, &str)] = &[
    ("alnum", "0-9A-Za-z"),
    ("alpha", "A-Za-z"),
    ("ascii", "\0-\x7f"),
    ("blank", "\t "),
    ("cntrl", "\0-\x1f\x7f"),
    ("digit", "0-9"),
    ("graph", "!-\\~"),
    ("lower", "a-z"),
    ("print", " -\\~"),
    ("punct", "!-/:-@\\[-`{-\\~"),
    ("space", "\t-\r "),
    ("upper", "A-Z"),
    ("word", "0-9A-Z_a-z"),
    ("xdigit", "0-9A-Fa-f"),
];

/// The set whose `[` was just read; `None` where it is not closed. The parser is
/// then anywhere.
pub(super) fn parse(parser: &mut Parser<'_>) -> Option<Set> {
    let start = parser.at - 1;
    let mut writer = Writer {
        items: vec!["[".to_owned()],
        backwards: false,
    };
    // Where the end of a range is due, and up to where `-` is no range.
    let mut range_end: Option<usize> = None;
    let mut plain_until: Option<usize> = None;
    let mut after_class = false;
    let mut negated = false;
    let mut char = next(parser)?;
    if matches!(char, '!' | '^') {
        negated = true;
        writer.items.push("^".to_owned());
        char = next(parser)?;
    }
    if char == '[' {
        after_class = writer.class(parser, false);
        if !after_class {
            writer.items.push("\\[".to_owned());
        }
        char = next(parser)?;
    } else if matches!(char, '-' | ']') {
        writer.items.push(format!("\\{char}"));
        char = next(parser)?;
    }
    while char != ']' {
        // The index of the character that was read.
        let at = parser.at - 1;
        let ends_range = range_end.is_some_and(|end| at >= end);
        if char == '-' {
            if after_class {
                writer.items.push("\\-".to_owned());
                after_class = false;
            } else if plain_until.is_none_or(|until| at > until) {
                writer.items.push("-".to_owned());
                plain_until = Some(at + 2);
                range_end = Some(at + 1);
            } else if ends_range {
                writer.end_range("\\-");
                range_end = None;
            } else {
                writer.items.push("\\-".to_owned());
            }
            char = next(parser)?;
            continue;
        }
        after_class = char == '[' && writer.class(parser, ends_range);
        if after_class {
            char = next(parser)?;
            continue;
        }
        let item = match char {
            '\\' => escaped(next(parser)?),
            '&' | '~' | '|' => format!("\\{char}"),
            char => char.to_string(),
        };
        if ends_range {
            writer.end_range(&item);
            range_end = None;
        } else {
            writer.items.push(item);
        }
        char = next(parser)?;
    }
    if writer.backwards {
        parser.report(ProblemKind::BackwardsRange, start, parser.at);
    }
    let inner = parser
        .glyphs
        .get(start + 1..parser.at - 1)
        .unwrap_or_default();
    let name: String = inner.iter().map(|glyph| glyph.char).collect();
    let name = name
        .strip_prefix(':')
        .and_then(|name| name.strip_suffix(':'));
    if name.is_some_and(|name| CLASSES.iter().any(|(class, _)| *class == name)) {
        parser.report(ProblemKind::BareClass, start, parser.at);
    }
    let skipped = 1 + usize::from(negated);
    Some(Set {
        negated,
        ranges: ranges(&writer.items.get(skipped..).unwrap_or_default().concat()),
    })
}

fn next(parser: &mut Parser<'_>) -> Option<char> {
    let char = parser.char(parser.at)?;
    parser.at += 1;
    Some(char)
}

/// A character that a backslash precedes, as a regular expression has it.
fn escaped(char: char) -> String {
    if char.is_ascii_punctuation() && char != '/' && char != '_' {
        format!("\\{char}")
    } else {
        char.to_string()
    }
}

/// The set as text of a regular expression, in pieces.
struct Writer {
    items: Vec<String>,
    /// A range held nothing and was left out.
    backwards: bool,
}

impl Writer {
    /// A POSIX class, if one begins at the bracket that was just read.
    fn class(&mut self, parser: &mut Parser<'_>, ends_range: bool) -> bool {
        let rest = parser.glyphs.get(parser.at..).unwrap_or_default();
        let rest: String = rest.iter().take(10).map(|glyph| glyph.char).collect();
        let found = CLASSES.iter().find(|(name, _)| {
            let after = rest.strip_prefix(':').and_then(|it| it.strip_prefix(name));
            after.is_some_and(|after| after.starts_with(":]"))
        });
        let Some((name, class)) = found else {
            return false;
        };
        parser.at += name.len() + 3;
        if ends_range && let Some(last) = self.items.last_mut() {
            // A class ends no range: the `-` before it is one.
            last.insert(0, '\\');
        }
        self.items.push((*class).to_owned());
        true
    }

    /// Ends a range, or takes it out where it runs backwards.
    fn end_range(&mut self, last: &str) {
        let code = |item: &str| item.chars().nth(1).or(item.chars().next());
        let before = self.items.len().checked_sub(2);
        let first = before.and_then(|before| self.items.get(before));
        if first.is_some_and(|first| code(last) < code(first)) {
            self.items.truncate(self.items.len().saturating_sub(2));
            self.backwards = true;
        } else {
            self.items.push(last.to_owned());
        }
    }
}

/// Reads the inside of a set as a regular expression does.
fn ranges(text: &str) -> Vec<(char, char)> {
    let mut ranges = Vec::new();
    let mut chars = text.chars().peekable();
    let unescape = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>, char: char| match char {
        '\\' => chars.next().unwrap_or(char),
        char => char,
    };
    while let Some(char) = chars.next() {
        let first = unescape(&mut chars, char);
        if chars.peek() != Some(&'-') {
            ranges.push((first, first));
            continue;
        }
        chars.next();
        match chars.next() {
            Some(char) => ranges.push((first, unescape(&mut chars, char))),
            None => ranges.extend([(first, first), ('-', '-')]),
        }
    }
    ranges
}
