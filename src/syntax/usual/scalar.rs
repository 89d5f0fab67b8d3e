//! Scalars of one line, and `|` blocks.

use std::borrow::Cow;

use memchr::{memchr, memrchr};

use super::super::events::Event;
use super::super::source::Span;
use super::super::tree::ScalarStyle;
use super::Reader;

pub(super) const PLAIN: ScalarStyle = ScalarStyle::Plain;

/// A scalar that ends on the line on which it begins.
pub(super) struct OneLine<'t> {
    pub text: Cow<'t, str>,
    pub style: ScalarStyle,
    pub start: usize,
    pub end: usize,
}

impl<'t, S: FnMut(Event<'t>, Span)> Reader<'t, S> {
    pub(super) fn scalar(
        &mut self,
        text: Cow<'t, str>,
        style: ScalarStyle,
        start: usize,
        end: usize,
    ) {
        let tag = None;
        self.emit(Event::Scalar { text, style, tag }, start, end);
    }

    /// The quoted or plain scalar at `at`, of a block collection.
    pub(super) fn one_line_scalar(&self, at: usize) -> Option<OneLine<'t>> {
        match self.byte(at) {
            b'\'' | b'"' => self.quoted(at),
            _ => {
                let end = self.plain_end(at)?;
                Some(OneLine {
                    text: Cow::Borrowed(&self.text[at..end]),
                    style: PLAIN,
                    start: at,
                    end,
                })
            }
        }
    }

    /// The end of the plain scalar at `at`: before `: `, before ` #`, or that of its line.
    fn plain_end(&self, at: usize) -> Option<usize> {
        if !self.begins_plain(at) {
            return None;
        }
        // White space at the end does not belong to it.
        let mut end = at;
        let mut next = at;
        loop {
            match self.byte(next) {
                b'\n' => return Some(end),
                b' ' => {
                    next += 1;
                    if self.byte(next) == b'#' {
                        return Some(end);
                    }
                }
                b':' if matches!(self.byte(next + 1), b' ' | b'\n') => return Some(end),
                b'\t' => return None,
                _ => {
                    next += 1;
                    end = next;
                }
            }
        }
    }

    /// Whether a plain scalar may begin with the byte at `at`, for every parser.
    pub(super) fn begins_plain(&self, at: usize) -> bool {
        match self.byte(at) {
            b'-' => !matches!(
                self.byte(at + 1),
                b' ' | b'\n' | b'\t' | b',' | b'[' | b']' | b'{' | b'}'
            ),
            first => !b" \t\n?:,[]{}#&*!|>'\"%@`".contains(&first),
        }
    }

    /// The quoted scalar at `at`.
    pub(super) fn quoted(&self, at: usize) -> Option<OneLine<'t>> {
        let quote = self.byte(at);
        let line = self.text.get(at + 1..self.line - 1)?;
        let (text, length) = if quote == b'\'' {
            single(line)?
        } else {
            double(line)?
        };
        let end = at + length + 2;
        let style = if quote == b'\'' {
            ScalarStyle::SingleQuoted
        } else {
            ScalarStyle::DoubleQuoted
        };
        Some(OneLine {
            text,
            style,
            start: at,
            end,
        })
    }

    /// The block whose `|` stands at `at`.
    pub(super) fn literal(&mut self, at: usize) -> Option<()> {
        let chomping = self.byte(at + 1);
        let header = if matches!(chomping, b'-' | b'+') {
            at + 2
        } else {
            at + 1
        };
        if self.spaces(header) + 1 != self.line {
            return None;
        }
        let (first, indent) = self.first_line_of_block()?;
        let mut value = String::new();
        // White lines count only when something follows.
        let mut blank = 0;
        let mut last_end = first;
        while self.line < self.bytes.len() {
            let start = self.line;
            // At the end of the text without a line break the parsers differ.
            let end = start + memchr(b'\n', &self.bytes[start..])?;
            let content = self.spaces(start);
            let column = content - start;
            let is_blank = content == end;
            if column < indent && !is_blank {
                break;
            }
            self.line = end + 1;
            if is_blank && column <= indent {
                blank += 1;
                continue;
            }
            line_breaks(&mut value, blank);
            blank = 0;
            // Of a white line, what is behind the indentation.
            value.push_str(&self.text[start + indent..=end]);
            if !is_blank {
                last_end = end;
            }
        }
        // What stands between the two indentations is the parser's.
        let rest = self.line;
        if rest < self.bytes.len() && self.spaces(rest) - rest > self.open.last()?.indent {
            return None;
        }
        match chomping {
            b'+' => line_breaks(&mut value, blank),
            b'-' => value.truncate(value.trim_end_matches('\n').len()),
            _ => value.truncate(value.trim_end_matches('\n').len() + 1),
        }
        self.scalar(Cow::Owned(value), ScalarStyle::Literal, first, last_end);
        Some(())
    }

    /// Where the text of the block begins whose lines come next, and how deep. A block
    /// without text, white lines deeper than it and tabs are the parser's.
    fn first_line_of_block(&self) -> Option<(usize, usize)> {
        let parent = self.open.last()?.indent;
        let mut start = self.line;
        let mut deepest = 0;
        while start < self.bytes.len() {
            let content = self.spaces(start);
            let column = content - start;
            match self.byte(content) {
                b'\n' => deepest = deepest.max(column),
                b'\t' => return None,
                _ => return (column > parent && column >= deepest).then_some((content, column)),
            }
            start = content + 1;
        }
        None
    }
}

fn line_breaks(value: &mut String, count: usize) {
    for _ in 0..count {
        value.push('\n');
    }
}

/// The text behind `'` up to the closing one, and how many bytes that is as written.
fn single(line: &str) -> Option<(Cow<'_, str>, usize)> {
    let bytes = line.as_bytes();
    let mut end = memchr(b'\'', bytes)?;
    if bytes.get(end + 1) != Some(&b'\'') {
        return Some((Cow::Borrowed(&line[..end]), end));
    }
    let mut text = String::new();
    let mut from = 0;
    while bytes.get(end + 1) == Some(&b'\'') {
        text.push_str(&line[from..=end]);
        from = end + 2;
        end = from + memchr(b'\'', bytes.get(from..)?)?;
    }
    text.push_str(&line[from..end]);
    Some((Cow::Owned(text), end))
}

/// The text behind `"` up to the closing one, and how many bytes that is as written.
fn double(line: &str) -> Option<(Cow<'_, str>, usize)> {
    let bytes = line.as_bytes();
    let quote = memchr(b'"', bytes)?;
    if memrchr(b'\\', &bytes[..quote]).is_none() {
        return Some((Cow::Borrowed(&line[..quote]), quote));
    }
    let mut text = String::new();
    let mut from = 0;
    let mut at = 0;
    loop {
        match *bytes.get(at)? {
            b'"' => break,
            b'\\' => {
                text.push_str(&line[from..at]);
                text.push(match bytes.get(at + 1)? {
                    b'n' => '\n',
                    b't' => '\t',
                    b'r' => '\r',
                    b'"' => '"',
                    b'\\' => '\\',
                    b'/' => '/',
                    // All others are rare enough for the parser.
                    _ => return None,
                });
                at += 2;
                from = at;
            }
            _ => at += 1,
        }
    }
    text.push_str(&line[from..at]);
    Some((Cow::Owned(text), at))
}
