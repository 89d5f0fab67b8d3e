//! `&name` and `*name`.

use super::super::events::Event;
use super::super::source::Span;
use super::Reader;

/// `&name` of a node that is yet to come.
#[derive(Clone, Copy)]
pub(super) struct Name<'t> {
    pub name: &'t str,
    pub span: Span,
}

impl<'t, S: FnMut(Event<'t>, Span)> Reader<'t, S> {
    /// `*name`; gives its end. What is not known here, or no name, is the parser's.
    pub(super) fn alias(&mut self, at: usize) -> Option<usize> {
        let end = self.name_end(at + 1)?;
        let id = *self.anchors.get(&self.text[at + 1..end])?;
        self.emit(Event::Alias { id }, at, end);
        Some(end)
    }

    /// The end of the name at `at`, which all parsers take for one.
    pub(super) fn name_end(&self, at: usize) -> Option<usize> {
        let rest = &self.bytes[at..];
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
        let length = rest.iter().take_while(|byte| is_of_name(byte)).count();
        let begins = rest.first().is_some_and(u8::is_ascii_alphanumeric);
        (begins && matches!(self.byte(at + length), b' ' | b'\n')).then_some(at + length)
    }

    /// The name of the node handed over last.
    pub(super) fn named(&mut self, anchor: Option<Name<'t>>) {
        let Some(Name { name, span }) = anchor else {
            return;
        };
        self.anchor_count += 1;
        let id = self.anchor_count;
        self.anchors.insert(name, id);
        let name = name.into();
        self.emit(Event::Anchor { id, name }, span.start(), span.end());
    }
}
