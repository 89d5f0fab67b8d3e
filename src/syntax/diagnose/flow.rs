//! Brackets and braces.

use memchr::memchr2_iter;

use super::super::lines::{Line, begins_line, line_at, piece};
use super::{Diagnosis, Edit, Kind, NodeData, Scene, Span};

impl Scene<'_> {
    /// The outermost open bracket to the end of its line, or one that closes
    /// nothing.
    pub(super) fn bracket(&self) -> Option<Diagnosis> {
        if let Some(opens) = self.open_bracket() {
            return Some(self.broken_flow(opens));
        }
        if !piece(self.text, self.offset..).starts_with([']', '}']) {
            return self.unquoted_value(self.offset);
        }
        let start = self.flow_before().unwrap_or(self.offset);
        let span = self.value_from(start);
        Some(Diagnosis::new(Kind::UnclosedBracket, span).repair(self.one_value(span)))
    }

    /// Brackets over several lines where a key should stand: JSON.
    pub(super) fn flow_key(&self) -> Option<Diagnosis> {
        Some(self.broken_flow(self.open_bracket()?))
    }

    /// The bracket that the parser could not finish, if it was inside one. It may
    /// still have waited to see whether the brackets are a key.
    pub(super) fn open_bracket(&self) -> Option<usize> {
        let waiting = || {
            let read = self.composed.read_to.min(self.offset);
            let mut rest = piece(self.text, read..);
            loop {
                // Indicators, a comment, an anchor or a tag may stand between.
                rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":-?,".contains(c));
                let skip = match rest.as_bytes().first() {
                    Some(b'#') => rest.find(['\n', '\r']),
                    Some(b'&' | b'!') => rest.find([' ', '\n', '\r']),
                    _ => break,
                };
                rest = skip.map_or("", |end| &rest[end..]);
            }
            let at = self.text.len() - rest.len();
            (rest.starts_with(['[', '{']) && at <= self.offset).then_some(at)
        };
        self.composed.open_flows.first().copied().or_else(waiting)
    }

    fn broken_flow(&self, opens: usize) -> Diagnosis {
        let line = line_at(self.text, opens);
        let span = self.value_from(opens);
        let mut diagnosis = Diagnosis::new(Kind::UnclosedBracket, span);
        if line.visible().start() == opens {
            // A bracket too many before what stands there anyway.
            diagnosis = diagnosis.repair(vec![Edit::replace(Span::new(opens, opens + 1), 1)]);
        }
        let mut whole = self.one_value(span);
        let closing = closing_line(self.text, line.end());
        whole.extend(closing.map(|line| Edit::placeholder(self.text, line.visible())));
        diagnosis
            .repair(vec![Edit::placeholder(self.text, span)])
            .repair(whole)
    }

    /// `{test,qa}/*` and `*name/*`: something stands behind a bracket that just
    /// closed, or behind an alias.
    pub(super) fn after_flow(&self) -> Option<Diagnosis> {
        self.unquoted_value(self.flow_before()?)
    }

    /// Start of the brackets or the alias that end right before the place.
    fn flow_before(&self) -> Option<usize> {
        let is_flow = |data: &NodeData| match data {
            NodeData::Sequence { flow, .. } | NodeData::Mapping { flow, .. } => *flow,
            NodeData::Alias { .. } => true,
            NodeData::Scalar { .. } => false,
        };
        let flow = self
            .composed
            .nodes
            .iter()
            .rev()
            .find(|node| is_flow(&node.data))?;
        let behind = self.text.get(flow.span.end()..self.offset)?;
        let same_line = line_at(self.text, flow.span.end()).start() == self.line.start();
        (same_line && behind.trim().is_empty()).then(|| flow.span.start().max(self.line.start()))
    }
}

/// The first line after `from` that begins with a bracket which closes something. Where
/// there is none, the whole text is searched at every stop: so bytes are, not lines.
fn closing_line(text: &str, from: usize) -> Option<Line<'_>> {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let mut closing = memchr2_iter(b']', b'}', rest).map(|at| from + at);
    let first = closing.find(|&at| begins_line(text, at))?;
    Some(line_at(text, first))
}
