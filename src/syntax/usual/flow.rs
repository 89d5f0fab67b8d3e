//! `[a, b]` and `{a: b}` on one line.

use super::super::events::Event;
use super::super::source::Span;
use super::scalar::{OneLine, PLAIN};
use super::{LONGEST_KEY, Name, Reader};

/// Flow collections in each other beyond which the parser reads.
const DEEPEST: usize = 8;

impl<'t, S: FnMut(Event<'t>, Span)> Reader<'t, S> {
    /// The flow collection at `at`; gives its end.
    pub(super) fn flow(
        &mut self,
        at: usize,
        anchor: Option<Name<'t>>,
        depth: usize,
    ) -> Option<usize> {
        if depth == DEEPEST {
            return None;
        }
        let is_list = self.byte(at) == b'[';
        let (flow, tag) = (true, None);
        let (event, close) = if is_list {
            (Event::SequenceStart { flow, tag }, b']')
        } else {
            (Event::MappingStart { flow, tag }, b'}')
        };
        self.emit(event, at, at + 1);
        self.named(anchor);
        let mut next = self.spaces(at + 1);
        if self.byte(next) != close {
            loop {
                if !is_list {
                    next = self.flow_key(next)?;
                }
                let end = self.flow_value(next, depth)?;
                next = self.spaces(end);
                match self.byte(next) {
                    b',' => {
                        next = self.spaces(next + 1);
                        // A comma behind the last of them.
                        if self.byte(next) == close {
                            break;
                        }
                    }
                    byte if byte == close => break,
                    _ => return None,
                }
            }
        }
        self.emit(Event::End, next, next + 1);
        Some(next + 1)
    }

    /// A key of a flow mapping; gives where its value begins.
    fn flow_key(&mut self, at: usize) -> Option<usize> {
        let key = self.flow_scalar(at)?;
        let end = key.end;
        self.scalar(key.text, key.style, key.start, end);
        let is_key = self.byte(end) == b':' && self.byte(end + 1) == b' ';
        (is_key && end - at <= LONGEST_KEY).then(|| self.spaces(end + 1))
    }

    /// A value of a flow collection; gives its end.
    fn flow_value(&mut self, at: usize, depth: usize) -> Option<usize> {
        match self.byte(at) {
            b'[' | b'{' => self.flow(at, None, depth + 1),
            _ => {
                let scalar = self.flow_scalar(at)?;
                let end = scalar.end;
                self.scalar(scalar.text, scalar.style, scalar.start, end);
                Some(end)
            }
        }
    }

    fn flow_scalar(&self, at: usize) -> Option<OneLine<'t>> {
        if matches!(self.byte(at), b'\'' | b'"') {
            return self.quoted(at);
        }
        if !self.begins_plain(at) {
            return None;
        }
        let (mut end, mut next) = (at, at);
        loop {
            match self.byte(next) {
                b',' | b']' | b'}' => break,
                b':' if self.byte(next + 1) == b' ' => break,
                b' ' if self.byte(next + 1) != b'#' => next += 1,
                // A `:` before an indicator, another bracket, a comment or a further line.
                b':' if b",[]{}\n\t".contains(&self.byte(next + 1)) => return None,
                b' ' | b'\n' | b'\t' | b'[' | b'{' => return None,
                _ => {
                    next += 1;
                    end = next;
                }
            }
        }
        Some(OneLine {
            text: self.text[at..end].into(),
            style: PLAIN,
            start: at,
            end,
        })
    }
}
