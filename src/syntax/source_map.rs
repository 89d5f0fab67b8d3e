//! From a place in a scalar's value to the place in the source.
//!
//! A script inside `|` loses its indentation, one inside `>` or quotes its line
//! breaks and escapes. Findings about the script must still name the byte that a
//! person sees.

use std::sync::Arc;

use memchr::memchr;

use super::draft::Draft;
use super::lines::BLANK;
use super::node::{NodeData, NodeId, ScalarText};
use super::source::Span;
use super::tree::{ScalarStyle, Tree};

/// Maps offsets in one scalar's value to offsets in the source.
pub struct SourceMap {
    /// Ascending; the white space between them was folded, stripped or added.
    runs: Vec<Run>,
    /// End of the scalar.
    end: usize,
    /// The text that was parsed, where it is not the source.
    draft: Option<Arc<Draft>>,
}

/// A piece of the value and the piece of the text that gives it: equal byte for
/// byte, or one escaped character.
#[derive(Clone, Copy)]
struct Run {
    value: usize,
    value_len: usize,
    text: usize,
    text_len: usize,
}

impl Run {
    fn value_end(&self) -> usize {
        self.value + self.value_len
    }

    fn text_end(&self) -> usize {
        self.text + self.text_len
    }

    fn is_escape(&self) -> bool {
        self.value_len != self.text_len
    }
}

impl SourceMap {
    /// The map of a scalar, aliases followed; maps everything to the start of
    /// anything else.
    pub fn new(tree: &Tree, id: NodeId) -> Self {
        let id = tree.resolve(id);
        let span = tree.span(id);
        let run = |value_len, text| Run {
            value: 0,
            value_len,
            text,
            text_len: value_len,
        };
        let NodeData::Scalar { style, text } = tree.node(id).data else {
            return Self {
                runs: vec![run(0, span.start())],
                end: span.start(),
                draft: None,
            };
        };
        let value = match text {
            ScalarText::Source => {
                let start = span.start() + usize::from(style.is_quoted());
                let length = tree.scalar(id).map_or(0, str::len);
                return Self {
                    runs: vec![run(length, start)],
                    end: span.end(),
                    draft: None,
                };
            }
            ScalarText::Own(value) => tree.held.text(value),
        };
        let draft = tree.draft.clone();
        let parsed = draft
            .as_ref()
            .map_or(tree.source().text(), |draft| draft.text());
        let place = |offset| {
            draft
                .as_ref()
                .map_or(offset, |draft| draft.offset_from_source(offset))
        };
        let (start, end) = (place(span.start()), place(span.end()));
        let written = parsed.get(start..end).unwrap_or_default();
        let runs = match style {
            ScalarStyle::Literal => align_lines(value, written, start),
            _ => None,
        };
        let runs = runs.unwrap_or_else(|| align(value, parsed, units(written, start, style)));
        Self { runs, end, draft }
    }

    /// The source offset of a value offset. An escaped character lies at the
    /// start of its escape, the end of the value at the end of the scalar.
    pub fn offset(&self, value: usize) -> usize {
        self.to_source(self.locate(value).0)
    }

    /// The source span of a range of the value. It covers line breaks and
    /// indentation between its ends.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.offset(range.start);
        if range.is_empty() {
            return Span::at(start);
        }
        // The end belongs to the last byte, not to the first of a later run.
        let (at, end) = self.locate(range.end - 1);
        let last = if end > at {
            self.to_source(end - 1) + 1
        } else {
            self.to_source(at)
        };
        Span::new(start, last)
    }

    fn to_source(&self, offset: usize) -> usize {
        self.draft
            .as_ref()
            .map_or(offset, |draft| draft.to_source(offset))
    }

    /// Where a byte of the value begins and ends in the text that was parsed.
    fn locate(&self, value: usize) -> (usize, usize) {
        let after = self.runs.partition_point(|run| run.value <= value);
        let next = self.runs.get(after).map_or(self.end, |run| run.text);
        let Some(run) = after.checked_sub(1).and_then(|index| self.runs.get(index)) else {
            return (next, next);
        };
        let inside = value - run.value;
        if inside < run.value_len {
            let escaped = (run.text, run.text_end());
            return if run.is_escape() {
                escaped
            } else {
                (run.text + inside, run.text + inside + 1)
            };
        }
        let at = (run.text_end() + inside - run.value_len).min(next);
        (at, (at + 1).min(next))
    }
}

/// A visible character of the text of a scalar: where it stands, how many bytes
/// it takes there, and the bytes it gives.
struct Unit {
    at: usize,
    text_len: usize,
    value_len: usize,
}

fn is_blank(c: char) -> bool {
    BLANK.contains(&c)
}

/// Pairs the visible characters of value and text: both have the same ones in
/// the same order, whatever happened to the white space between them.
fn align(value: &str, text: &str, units: impl Iterator<Item = Unit>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let visible = value.char_indices().filter(|&(_, c)| !is_blank(c));
    for ((at, _), unit) in visible.zip(units) {
        let escape = unit.value_len != unit.text_len;
        let last = runs.last_mut();
        if let Some(last) = last
            && !escape
            && !last.is_escape()
            && unit.at - last.text == at - last.value
        {
            last.value_len = at + unit.value_len - last.value;
            last.text_len = last.value_len;
            continue;
        }
        // White space before the character that is the same in both is a part
        // of the run, so that the indentation that a script keeps maps exactly.
        let (from_value, from_text) = runs
            .last()
            .map_or((0, 0), |last| (last.value_end(), last.text_end()));
        let before = value.as_bytes()[from_value..at].iter().rev();
        let same = before
            .zip(text.as_bytes()[from_text..unit.at].iter().rev())
            .take_while(|(value, text)| value == text && matches!(value, b' ' | b'\t'))
            .count();
        if same > 0 && !escape {
            let length = same + unit.value_len;
            runs.push(Run {
                value: at - same,
                value_len: length,
                text: unit.at - same,
                text_len: length,
            });
            continue;
        }
        if same > 0 {
            runs.push(Run {
                value: at - same,
                value_len: same,
                text: unit.at - same,
                text_len: same,
            });
        }
        runs.push(Run {
            value: at,
            value_len: unit.value_len,
            text: unit.at,
            text_len: unit.text_len,
        });
    }
    // Maps are kept as long as their workflow is looked at.
    runs.shrink_to_fit();
    runs
}

/// Pairs the lines of a `|` block, which differ in their indentation alone. `None` where
/// they differ in more.
fn align_lines(value: &str, written: &str, start: usize) -> Option<Vec<Run>> {
    if memchr(b'\r', written.as_bytes()).is_some() {
        return None;
    }
    let mut runs = Vec::new();
    let (_, mut rest) = written.split_once('\n')?;
    let mut at = 0;
    for line in value.split('\n') {
        let (text, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        let visible = line.trim_end_matches(BLANK);
        if !visible.is_empty() {
            let before = text.trim_end_matches(BLANK).strip_suffix(visible)?;
            runs.push(Run {
                value: at,
                value_len: visible.len(),
                text: start + written.len() - rest.len() + before.len(),
                text_len: visible.len(),
            });
        }
        at += line.len() + 1;
        rest = behind;
    }
    Some(runs)
}

/// The visible characters of a scalar as it is written, from its header or
/// quote to its end.
fn units(written: &str, start: usize, style: ScalarStyle) -> impl Iterator<Item = Unit> + '_ {
    let (from, to) = match style {
        ScalarStyle::Plain => (0, written.len()),
        ScalarStyle::Literal | ScalarStyle::Folded => (
            written.find(['\n', '\r']).unwrap_or(written.len()),
            written.len(),
        ),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (
            written.len().min(1),
            written.len().saturating_sub(1).max(1).min(written.len()),
        ),
    };
    let body = &written[from..to];
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &body[at..];
            let c = rest.chars().next()?;
            let (text_len, given) = match style {
                ScalarStyle::DoubleQuoted if c == '\\' => escape(rest),
                ScalarStyle::SingleQuoted if rest.starts_with("''") => (2, Some(c)),
                _ => (c.len_utf8(), Some(c)),
            };
            let unit = at;
            at += text_len;
            if let Some(given) = given.filter(|&c| !is_blank(c)) {
                return Some(Unit {
                    at: start + from + unit,
                    text_len,
                    value_len: given.len_utf8(),
                });
            }
        }
    })
}

/// How long the escape is that `rest` begins with, and what it stands for;
/// nothing for a line break.
fn escape(rest: &str) -> (usize, Option<char>) {
    let mut chars = rest.chars().skip(1);
    let Some(kind) = chars.next() else {
        return (rest.len(), None);
    };
    let length = 1 + kind.len_utf8();
    let code = |digits: usize| {
        rest.get(length..length + digits)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
    };
    let hex = |digits: usize| {
        let Some(high) = code(digits) else {
            return (length, Some(kind));
        };
        let given = char::from_u32(high);
        if digits == 4 && given.is_none() {
            // Two escapes for one character, as JSON writes it.
            let low = rest
                .get(8..12)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok())
                .unwrap_or_default();
            let pair = (high & 0x3ff) << 10 | (low & 0x3ff);
            return (12.min(rest.len()), char::from_u32(0x10000 + pair));
        }
        (length + digits, given)
    };
    match kind {
        'x' => hex(2),
        'u' => hex(4),
        'U' => hex(8),
        '\r' if rest[length..].starts_with('\n') => (length + 1, None),
        '\n' | '\r' | ' ' | '\t' | 't' | 'n' | 'r' => (length, None),
        'N' => (length, Some('\u{85}')),
        '_' => (length, Some('\u{a0}')),
        'L' => (length, Some('\u{2028}')),
        'P' => (length, Some('\u{2029}')),
        _ => (length, Some(kind)),
    }
}
