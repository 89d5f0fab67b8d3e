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
        let rest = &self.bytes[at + 1..];
        let line = &rest[..memchr(b'\n', rest)?];
        let (text, length) = if quote == b'\'' {
            single(&self.text[at + 1..at + 1 + line.len()])?
        } else {
            double(&self.text[at + 1..at + 1 + line.len()])?
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
        let header = match chomping {
            b'-' | b'+' => at + 2,
            _ => at + 1,
        };
        if self.spaces(header) + 1 != self.line {
            return None;
        }
        let parent = self.open.last()?.indent;
        let mut value = String::new();
        let mut indent = None;
        let mut first = self.line;
        // White lines count only when something follows.
        let mut blank = 0;
        let mut last_end = self.line;
        while self.line < self.bytes.len() {
            let start = self.line;
            // At the end of the text without a line break the parsers differ.
            let end = start + memchr(b'\n', &self.bytes[start..])?;
            let content = self.spaces(start);
            let column = content - start;
            if content == end {
                match indent {
                    None => blank += 1,
                    // White space behind the indentation is text.
                    Some(indent) if column > indent => {
                        line_breaks(&mut value, blank);
                        blank = 0;
                        value.push_str(&self.text[start + indent..=end]);
                    }
                    Some(_) => blank += 1,
                }
                self.line = end + 1;
                continue;
            }
            let indent = *indent.get_or_insert_with(|| {
                first = content;
                column
            });
            if column < indent || indent <= parent {
                // What stands between the two indentations is the parser's, and so is a block
                // without text.
                if column > parent || value.is_empty() || self.byte(content) == b'\t' {
                    return None;
                }
                break;
            }
            if value.is_empty() && self.byte(content) == b'\t' {
                return None;
            }
            line_breaks(&mut value, blank);
            blank = 0;
            value.push_str(&self.text[start + indent..=end]);
            last_end = end;
            self.line = end + 1;
        }
        if value.is_empty() || self.leads_too_deep(at, indent?) {
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

    /// Whether a white line before the text of the block at `at` is deeper than the text:
    /// an error.
    fn leads_too_deep(&self, at: usize, indent: usize) -> bool {
        let Some(header) = memchr(b'\n', &self.bytes[at..]) else {
            return false;
        };
        let mut start = at + header + 1;
        loop {
            let content = self.spaces(start);
            if self.byte(content) != b'\n' {
                return false;
            }
            if content - start > indent {
                return true;
            }
            start = content + 1;
        }
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
