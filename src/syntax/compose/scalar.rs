//! Scalars: their values, and where they begin and end.

use std::borrow::Cow;

use super::super::events::{Tag, TagKind};
use super::super::lines::{BLANK, line_at};
use super::super::node::{NodeData, ScalarText};
use super::super::problem::SyntaxProblemKind;
use super::super::source::Span;
use super::super::tree::ScalarStyle;
use super::Composer;

impl<'t> Composer<'t> {
    /// The value of a scalar, and its span from header or quote to its last
    /// visible character.
    pub(super) fn scalar(
        &mut self,
        text: Cow<'t, str>,
        style: ScalarStyle,
        tag: Option<Tag>,
        span: Span,
    ) -> (NodeData, Span) {
        let source = |style| NodeData::Scalar {
            style,
            text: ScalarText::Source,
        };
        if style.is_block() {
            let mut text = text.into_owned();
            if self.ends_in_mid_line(span, &text) {
                text.pop();
            }
            let text = self.out.held.add_text(text);
            return (NodeData::Scalar { style, text }, self.block_span(span, tag));
        }
        if span.is_empty() {
            // `!(*-dev)`: the "tag" is the value, its first character unquoted.
            if let Some(tag) = tag.filter(|tag| tag.kind == TagKind::Unknown) {
                self.problem(SyntaxProblemKind::UnquotedIndicator('!'), tag.span);
                return (source(ScalarStyle::Plain), tag.span);
            }
            // Nothing after the key: the parser says `~` at the end of the key. A `:`
            // there may also begin the next key.
            let behind = self.text.get(span.start()..).unwrap_or_default();
            let flow = self.stack.last().is_some_and(|open| open.flow);
            let ends = |c: char| BLANK.contains(&c) || (flow && ",[]{}".contains(c));
            let colon = behind.strip_prefix(':');
            let colon = colon.is_some_and(|rest| rest.chars().next().is_none_or(ends));
            let at = span.start() + usize::from(colon);
            return (source(style), Span::at(at));
        }
        let inner = if style.is_quoted() {
            Span::new(span.start() + 1, span.end().saturating_sub(1))
        } else {
            span
        };
        if self.text.get(inner.range()) == Some(text.as_ref()) {
            return (source(style), span);
        }
        let text = self.out.held.add_text(text);
        (NodeData::Scalar { style, text }, span)
    }

    /// A block scalar at the end of a text without a last line break: PyYAML
    /// invents none.
    fn ends_in_mid_line(&self, content: Span, value: &str) -> bool {
        let Some(value) = value
            .strip_suffix('\n')
            .filter(|_| content.end() == self.text.len())
        else {
            return false;
        };
        let written = line_at(self.text, content.end()).text;
        let last = value.rsplit('\n').next().unwrap_or_default();
        let blank = last.trim_matches(BLANK).is_empty();
        !written.trim_matches(BLANK).is_empty()
            || (blank && !last.is_empty() && written.ends_with(last))
    }

    fn block_span(&self, content: Span, tag: Option<Tag>) -> Span {
        let from = tag.map_or(self.last_end, |tag| tag.span.end().max(self.last_end));
        let before = self.text.get(from..content.start()).unwrap_or_default();
        let header = before
            .find(['|', '>'])
            .map_or(content.start(), |at| from + at);
        let visible = self
            .text
            .get(content.range())
            .unwrap_or_default()
            .trim_end_matches(BLANK)
            .len();
        if visible == 0 {
            return Span::new(header, line_at(self.text, header).visible().end());
        }
        Span::new(header, content.start() + visible)
    }
}
