//! From a place in a scalar's value to the place in the source.
//!
//! A script inside `|` loses its indentation, one inside `>` or quotes its line
//! breaks and escapes. Findings about the script must still name the byte that a
//! person sees.

use super::source::Span;
use super::tree::{NodeId, ScalarStyle, Tree};

/// Maps offsets in one scalar's value to offsets in the source.
pub struct SourceMap {
    /// Runs that are equal byte for byte: value offset, source offset. Ascending.
    runs: Vec<(usize, usize)>,
    end: usize,
}

impl SourceMap {
    /// The map of a scalar, aliases followed; maps everything to the start of
    /// anything else.
    pub fn new(tree: &Tree, id: NodeId) -> Self {
        let id = tree.resolve(id);
        let span = tree.span(id);
        let (Some(value), Some(style)) = (tree.scalar(id), tree.scalar_style(id)) else {
            return Self {
                runs: vec![(0, span.start())],
                end: span.start(),
            };
        };
        let text = tree.source().text();
        let runs = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let body = text[span.start()..]
                    .find(['\n', '\r'])
                    .map_or(span.end(), |at| span.start() + at);
                align(value, text, body, &|_| None)
            }
            ScalarStyle::Plain => align(value, text, span.start(), &|_| None),
            ScalarStyle::SingleQuoted => align(value, text, span.start() + 1, &single_quote),
            ScalarStyle::DoubleQuoted => align(value, text, span.start() + 1, &escape),
        };
        Self {
            runs,
            end: span.end(),
        }
    }

    /// The source offset of a value offset.
    pub fn offset(&self, value: usize) -> usize {
        let index = self.runs.partition_point(|&(at, _)| at <= value);
        let Some(&(at, source)) = index.checked_sub(1).and_then(|index| self.runs.get(index))
        else {
            return self.end;
        };
        let next = self
            .runs
            .get(index)
            .map_or(self.end.max(source), |&(_, next)| next);
        (source + (value - at)).min(next.max(source))
    }

    /// The source span of a range of the value. It covers line breaks and
    /// indentation between its ends.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.offset(range.start);
        if range.is_empty() {
            return Span::at(start);
        }
        // The end belongs to the last byte, not to the first of a later run.
        let last = self.offset(range.end - 1);
        Span::new(start, (last + 1).max(start))
    }
}

/// How many source bytes a written-out character takes, and how many value bytes
/// it gives; `None` where the source stands for itself.
type Escape = dyn Fn(&str) -> Option<(usize, usize)>;

/// Walks value and source side by side. Both have the same visible characters in
/// the same order; white space may be folded, stripped or added.
fn align(value: &str, text: &str, from: usize, escape: &Escape) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = from;
    let mut offset = 0;
    while offset < value.len() {
        let Some(wanted) = value[offset..].chars().next() else {
            break;
        };
        let rest = &text[at..];
        if let Some((source, given)) = escape(rest) {
            if given == 0 {
                at += source;
                continue;
            }
            runs.push((offset, at));
            at += source;
            offset += given;
            continue;
        }
        let Some(found) = rest.chars().next() else {
            break;
        };
        if found == wanted {
            let glued = runs
                .last()
                .is_some_and(|&(o, s)| offset.checked_sub(o) == at.checked_sub(s));
            if !glued {
                runs.push((offset, at));
            }
            offset += wanted.len_utf8();
            at += found.len_utf8();
        } else if found.is_whitespace() && !wanted.is_whitespace() {
            at += found.len_utf8();
        } else if found.is_whitespace() {
            // A folded break: one space or break for a run of white space.
            runs.push((offset, at));
            offset += wanted.len_utf8();
            at += found.len_utf8();
        } else {
            // White space of the value that the source does not have here.
            runs.push((offset, at));
            offset += wanted.len_utf8();
        }
    }
    runs
}

fn single_quote(rest: &str) -> Option<(usize, usize)> {
    rest.starts_with("''").then_some((2, 1))
}

fn escape(rest: &str) -> Option<(usize, usize)> {
    let mut chars = rest.strip_prefix('\\')?.chars();
    let first = chars.next()?;
    let digits = |count: usize| {
        let code = rest
            .get(2..2 + count)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let given = code.and_then(char::from_u32).map_or(0, char::len_utf8);
        (2 + count, given)
    };
    Some(match first {
        'x' => digits(2),
        'u' => digits(4),
        'U' => digits(8),
        '\n' => (2, 0),
        '\r' => (1 + first.len_utf8(), 0),
        'N' => (2, 2),
        '_' => (2, 2),
        'L' | 'P' => (2, 3),
        _ => (1 + first.len_utf8(), 1),
    })
}
