//! What stands at a place of a line.

use memchr::memchr;

use super::super::events::Event;
use super::super::source::Span;
use super::Reader;

impl<'t, S: FnMut(Event<'t>, Span)> Reader<'t, S> {
    /// Whether nothing but a comment stands from `at`, to which white space from `from` leads;
    /// the comment is handed over.
    pub(super) fn line_ends(&mut self, at: usize, from: usize) -> Option<bool> {
        match self.byte(at) {
            b'\n' => Some(true),
            b'#' if at > from => {
                let rest = &self.bytes[at..];
                let length = memchr(b'\n', rest).unwrap_or(rest.len());
                self.emit(Event::Comment, at, at + length);
                Some(true)
            }
            b'#' | b'\t' => None,
            _ => Some(false),
        }
    }

    pub(super) fn nothing_behind(&mut self, end: usize) -> Option<()> {
        let at = self.spaces(end);
        self.line_ends(at, end)?.then_some(())
    }

    /// Where the spaces at `at` end.
    pub(super) fn spaces(&self, mut at: usize) -> usize {
        while self.byte(at) == b' ' {
            at += 1;
        }
        at
    }

    /// The byte at `at`; a line break at the end of the text.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == b'-' && matches!(self.byte(at + 1), b' ' | b'\n')
    }

    pub(super) fn is_colon(&self, at: usize) -> bool {
        self.byte(at) == b':' && matches!(self.byte(at + 1), b' ' | b'\n')
    }
}
