//! How lines are put in: the file's indentation, its line breaks, and places to fill
//! in.
//!
//! Lines to be put in are written with a tab for each step of indentation, and with
//! `${1:text}`, `${1|one,other|}` and `$0` where an editor lets people fill in, as
//! snippets of the protocol have them. `$` and `}` that mean themselves have a `\`
//! before them.

use crate::model::cursor::{Cursor, Lead};
use crate::syntax::{NodeKind, SourceFile, Span, Tree};

/// How lines are put in at a cursor.
#[derive(Debug)]
pub(super) struct Layout {
    /// Blanks of a step of indentation.
    step: usize,
    /// What ends a line.
    line_break: &'static str,
    /// Blanks before the line of the cursor.
    before: usize,
    /// The column of the key at the cursor.
    column: usize,
    lead: Lead,
}

impl Layout {
    /// The layout of a file, for a cursor in it.
    pub fn of(source: &SourceFile, cursor: &Cursor) -> Self {
        let line = source.line_span(source.line_index(cursor.word.start()));
        let before = line.map_or(0, |line| {
            let text = source.slice(line);
            let blanks = text.len() - text.trim_start_matches([' ', '\t']).len();
            blanks.min(cursor.word.start() - line.start())
        });
        Self {
            step: step(&cursor.tree),
            line_break: source.line_break(),
            before,
            column: cursor.column,
            lead: cursor.lead,
        }
    }

    /// The same, where a key turned out to need a dash before it.
    pub fn with_dash(mut self) -> Self {
        if !self.lead.dash {
            self.lead.dash = true;
            self.column += 2;
        }
        self
    }

    /// The text with what has to be before it.
    pub fn lead(&self, text: String) -> String {
        if self.lead == Lead::default() {
            return text;
        }
        let dash = if self.lead.dash { "- " } else { "" };
        format!("{}{dash}{text}", " ".repeat(self.lead.blanks))
    }

    /// Lines as a snippet. The editor indents them as the line of the cursor, and has
    /// line breaks of its own.
    pub fn snippet(&self, lines: &str) -> String {
        self.indented(lines, self.column.saturating_sub(self.before), "\n")
    }

    /// Lines as they stand in the file, with nothing left to fill in.
    pub fn plain(&self, lines: &str) -> String {
        self.indented(&filled(lines), self.column, self.line_break)
    }

    /// Lines that stand somewhere else, at a column.
    pub fn at(&self, column: usize, lines: &str) -> String {
        let blanks = " ".repeat(column);
        let lines = self.indented(&filled(lines), column, self.line_break);
        format!("{blanks}{lines}{}", self.line_break)
    }

    fn indented(&self, lines: &str, column: usize, line_break: &str) -> String {
        let mut text = String::with_capacity(lines.len() * 2);
        for (index, line) in lines.split('\n').enumerate() {
            if index > 0 {
                text.push_str(line_break);
                text.extend(std::iter::repeat_n(' ', column));
            }
            for character in line.chars() {
                match character {
                    '\t' => text.extend(std::iter::repeat_n(' ', self.step)),
                    other => text.push(other),
                }
            }
        }
        text
    }
}

/// Blanks of a step of indentation: those of the first key inside another.
fn step(tree: &Tree) -> usize {
    let source = tree.source();
    let column = |node| {
        let start = tree.span(node).start();
        let line = source.line_span(source.line_index(start));
        start - line.map_or(start, Span::start)
    };
    let mut nodes = tree.nodes().filter(|node| {
        tree.kind(*node) == NodeKind::Mapping
            && !tree.is_flow(*node)
            && tree.key_of(*node).is_some()
    });
    let inner = nodes.find_map(|node| {
        let key = tree.key_of(node)?;
        let first = tree.entries(node).first()?.key;
        column(first).checked_sub(column(key)).filter(|it| *it > 0)
    });
    inner.filter(|step| *step <= 8).unwrap_or(2)
}

/// Lines with the texts that would be filled in.
pub(super) fn filled(lines: &str) -> String {
    let mut text = String::with_capacity(lines.len());
    let mut rest = lines;
    let mut depth = 0_usize;
    while let Some(character) = rest.chars().next() {
        let behind = &rest[character.len_utf8()..];
        rest = match character {
            '\\' => {
                let escaped = behind.chars().next();
                text.extend(escaped);
                &behind[escaped.map_or(0, char::len_utf8)..]
            }
            '$' => match behind.strip_prefix('{') {
                Some(place) => {
                    let place = place.trim_start_matches(|it: char| it.is_ascii_digit());
                    if let Some(choice) = place.strip_prefix('|') {
                        let end = choice.find("|}").unwrap_or(choice.len());
                        text.extend(choice[..end].split(',').next());
                        choice.get(end + 2..).unwrap_or_default()
                    } else {
                        depth += 1;
                        place.strip_prefix(':').unwrap_or(place)
                    }
                }
                None => behind.trim_start_matches(|it: char| it.is_ascii_digit()),
            },
            '}' if depth > 0 => {
                depth -= 1;
                behind
            }
            other => {
                text.push(other);
                behind
            }
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_with_their_texts() {
        let is = |lines: &str, expected: &str| assert_eq!(filled(lines), expected);
        is("a: ${1:b} $0", "a: b ");
        is("a: ${1|true,false|}\n", "a: true\n");
        is("a: \\$B \\${C\\}", "a: $B ${C}");
        is("${1:a ${2:b} c}}", "a b c}");
    }

    #[test]
    fn lines_are_indented_as_the_file_is() {
        let text = "a:\r\n    b:\r\n        ";
        let source = SourceFile::new("f", text);
        let cursor = Cursor::at(&source, text.len());
        let layout = Layout::of(&source, &cursor);
        assert_eq!(
            layout.plain("c:\n\td: $1\n"),
            "c:\r\n            d: \r\n        "
        );
        assert_eq!(layout.snippet("c:\n\td: $1"), "c:\n    d: $1");
    }
}
