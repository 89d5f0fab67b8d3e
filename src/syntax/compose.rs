//! Events to nodes.

mod readings;
mod scalar;

use rustc_hash::FxHashMap;

use super::events::{Event, Events, Failure, Tag, TagKind};
use super::lines::{begins_line, line_at};
use super::node::{Held, Node, NodeData, NodeId, Run, ScalarText};
use super::problem::{SyntaxProblem, SyntaxProblemKind};
use super::source::Span;
use super::tree::{Anchor, Comment, Entry, UndefinedAlias};
use super::usual;

pub use readings::both_readings;

/// What one pass over the text gives: as many nodes as could be read.
#[derive(Default)]
pub(super) struct Composed {
    pub nodes: Vec<Node>,
    pub held: Held,
    pub root: Option<NodeId>,
    pub anchors: Vec<Anchor>,
    pub undefined_aliases: Vec<UndefinedAlias>,
    pub comments: Vec<Comment>,
    /// Values whose tag or name is really a part of an unquoted text, and the
    /// like.
    pub problems: Vec<SyntaxProblem>,
    /// Why the rest could not be read.
    pub failure: Option<Failure>,
    /// End of the last node read before the failure.
    pub read_to: usize,
    /// Flow collections still open at the failure, outermost first.
    pub open_flows: Vec<usize>,
}

impl Composed {
    /// Takes every span to another text.
    pub fn map_spans(&mut self, to: impl Fn(Span) -> Span) {
        for node in &mut self.nodes {
            node.span = to(node.span);
        }
        self.held.map_spans(&to);
        for anchor in &mut self.anchors {
            anchor.span = to(anchor.span);
        }
        for comment in &mut self.comments {
            comment.span = to(comment.span);
        }
        for problem in &mut self.problems {
            problem.span = to(problem.span);
            problem.related = problem.related.map(&to);
        }
    }
}

struct Open {
    node: NodeId,
    flow: bool,
    /// The key that waits for its value.
    key: Option<NodeId>,
    /// How many items and entries of the collections around it wait.
    items_from: usize,
    entries_from: usize,
}

struct Composer<'t> {
    text: &'t str,
    out: Composed,
    stack: Vec<Open>,
    /// What the open collections hold so far, those of the innermost last.
    items: Vec<NodeId>,
    entries: Vec<Entry>,
    anchors_by_id: FxHashMap<usize, usize>,
    last_end: usize,
}

/// Bytes of text that a node usually takes.
const USUAL_NODE: usize = 24;

/// Nodes for which memory is asked before there are any.
const MOST_AT_ONCE: usize = 4096;

/// Composes the first document of `text`.
pub(super) fn compose(text: &str) -> Composed {
    compose_usual(text).unwrap_or_else(|| compose_any(text))
}

/// As [`usual::read`] reads it, if it does.
fn compose_usual(text: &str) -> Option<Composed> {
    let mut composer = Composer::new(text);
    usual::read(text, |event, span| composer.take(event, span))?;
    Some(composer.finish())
}

/// As the parser reads it.
fn compose_any(text: &str) -> Composed {
    let mut composer = Composer::new(text);
    let mut documents = 0;
    for event in Events::new(text) {
        match event {
            Ok((Event::DocumentStart { explicit }, span)) => {
                documents += 1;
                if documents > 1 {
                    composer.second_document(explicit, span);
                    break;
                }
            }
            Ok((event, span)) => composer.take(event, span),
            Err(failure) => {
                composer.out.failure = Some(failure);
                break;
            }
        }
    }
    composer.finish()
}

impl<'t> Composer<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            out: Composed {
                nodes: Vec::with_capacity((text.len() / USUAL_NODE).min(MOST_AT_ONCE)),
                ..Composed::default()
            },
            stack: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
            anchors_by_id: FxHashMap::default(),
            last_end: 0,
        }
    }

    fn take(&mut self, event: Event<'t>, span: Span) {
        let is_comment = matches!(event, Event::Comment);
        match event {
            Event::Scalar { text, style, tag } => {
                let (data, span) = self.scalar(text, style, tag, span);
                self.leaf(data, span, tag);
            }
            Event::SequenceStart { flow, tag } => {
                self.open(
                    NodeData::Sequence {
                        items: Run::default(),
                        flow,
                    },
                    span,
                    flow,
                    tag,
                );
            }
            Event::MappingStart { flow, tag } => {
                self.open(
                    NodeData::Mapping {
                        entries: Run::default(),
                        flow,
                    },
                    span,
                    flow,
                    tag,
                );
            }
            Event::End => self.close(span),
            Event::Anchor { id, name } => self.anchor(id, name.into(), span),
            Event::Alias { id } => self.alias(id, span),
            Event::UndefinedAlias { name } => self.undefined_alias(name.into(), span),
            Event::Comment => {
                let own_line = begins_line(self.text, span.start());
                self.out.comments.push(Comment { span, own_line });
            }
            Event::DocumentStart { .. } | Event::DocumentEnd | Event::Other => return,
        }
        self.last_end = self.last_end.max(span.end());
        if !is_comment {
            self.out.read_to = self.out.read_to.max(span.end());
        }
    }

    fn problem(&mut self, kind: SyntaxProblemKind, span: Span) {
        self.out.problems.push(SyntaxProblem::new(kind, span));
    }

    fn leaf(&mut self, data: NodeData, span: Span, tag: Option<Tag>) {
        let id = self.push(data, span, tag);
        self.attach(id);
    }

    fn push(&mut self, data: NodeData, span: Span, tag: Option<Tag>) -> NodeId {
        let id = NodeId::at(self.out.nodes.len());
        if let Some(tag) = tag.filter(|tag| tag.kind == TagKind::Unknown && tag.span != span) {
            self.problem(SyntaxProblemKind::UnsupportedTag, tag.span);
        }
        let tagged = self.out.held.add_tag(id, tag);
        self.out.nodes.push(Node {
            data,
            span,
            parent: self.stack.last().map(|open| open.node),
            end: one_past(id),
            tagged,
            shared: false,
        });
        id
    }

    /// Hands a begun node to the collection it stands in.
    fn attach(&mut self, id: NodeId) {
        let Some(open) = self.stack.last_mut() else {
            self.out.root = self.out.root.or(Some(id));
            return;
        };
        match self.out.nodes[open.node.index()].data {
            NodeData::Sequence { .. } => self.items.push(id),
            NodeData::Mapping { .. } => match open.key.take() {
                Some(key) => self.entries.push(Entry { key, value: id }),
                None => open.key = Some(id),
            },
            _ => {}
        }
    }

    fn open(&mut self, data: NodeData, span: Span, flow: bool, tag: Option<Tag>) {
        let id = self.push(data, span, tag);
        self.attach(id);
        self.stack.push(Open {
            node: id,
            flow,
            key: None,
            items_from: self.items.len(),
            entries_from: self.entries.len(),
        });
    }

    fn close(&mut self, span: Span) {
        let Some(open) = self.stack.pop() else { return };
        self.close_node(&open, span.end());
    }

    fn close_node(&mut self, open: &Open, flow_end: usize) {
        let end = u32::try_from(self.out.nodes.len()).unwrap_or(u32::MAX);
        let held = &mut self.out.held;
        let last = match &mut self.out.nodes[open.node.index()].data {
            NodeData::Sequence { items, .. } => {
                *items = held.take_items(&mut self.items, open.items_from);
                held.items(*items).last().copied()
            }
            NodeData::Mapping { entries, .. } => {
                *entries = held.take_entries(&mut self.entries, open.entries_from);
                held.entries(*entries).last().map(|entry| entry.value)
            }
            _ => None,
        };
        let last_end = last.map(|last| self.out.nodes[last.index()].span.end);
        let node = &mut self.out.nodes[open.node.index()];
        node.end = end;
        node.span = if open.flow {
            Span::new(node.span.start(), flow_end)
        } else {
            Span {
                start: node.span.start,
                end: last_end.unwrap_or(node.span.end).max(node.span.end),
            }
        };
    }

    fn anchor(&mut self, id: usize, name: Box<str>, span: Span) {
        // The event follows its node, before any children.
        let Some(index) = self.out.nodes.len().checked_sub(1) else {
            return;
        };
        let node = NodeId::at(index);
        if !is_name(&name) {
            // `&x/*`: PyYAML's anchors are letters, digits, `-` and `_`.
            self.problem(SyntaxProblemKind::UnquotedIndicator('&'), span);
            if self.out.nodes[index].span.is_empty() {
                self.out.nodes[index].span = span;
                return;
            }
        }
        self.anchors_by_id.insert(id, self.out.anchors.len());
        self.out.anchors.push(Anchor {
            name,
            span,
            node,
            aliases: Vec::new(),
        });
    }

    fn alias(&mut self, id: usize, span: Span) {
        let anchor = self.anchors_by_id.get(&id).copied();
        let target = anchor.map(|index| self.out.anchors[index].node);
        let node = self.push(NodeData::Alias { target }, span, None);
        self.attach(node);
        let Some(anchor) = anchor else { return };
        self.out.anchors[anchor].aliases.push(node);
    }

    fn undefined_alias(&mut self, name: Box<str>, span: Span) {
        if !is_name(&name) {
            // `*.ipa`: a pattern, not a reference.
            self.problem(SyntaxProblemKind::UnquotedIndicator('*'), span);
            let data = NodeData::Scalar {
                style: super::ScalarStyle::Plain,
                text: ScalarText::Source,
            };
            return self.leaf(data, span, None);
        }
        let node = self.push(NodeData::Alias { target: None }, span, None);
        self.attach(node);
        self.out
            .undefined_aliases
            .push(UndefinedAlias { node, name });
    }

    fn second_document(&mut self, explicit: bool, span: Span) {
        let line = line_at(self.text, span.start()).visible();
        let span = if explicit { span } else { line };
        self.problem(SyntaxProblemKind::MultipleDocuments, span);
    }

    fn finish(mut self) -> Composed {
        self.out.open_flows = self
            .stack
            .iter()
            .filter(|open| open.flow)
            .map(|open| self.out.nodes[open.node.index()].span.start())
            .collect();
        while let Some(open) = self.stack.pop() {
            if let Some(key) = open.key {
                self.add_null_value(&open, key);
            }
            let end = self.last_end;
            self.close_node(&open, end);
        }
        self.out
    }

    /// A key whose value was never read still belongs to its mapping.
    fn add_null_value(&mut self, open: &Open, key: NodeId) {
        let at = Span::at(self.out.nodes[key.index()].span.end());
        let value = NodeId::at(self.out.nodes.len());
        self.out.nodes.push(Node {
            data: NodeData::Scalar {
                style: super::ScalarStyle::Plain,
                text: ScalarText::Source,
            },
            span: at,
            parent: Some(open.node),
            end: one_past(value),
            tagged: false,
            shared: false,
        });
        self.entries.push(Entry { key, value });
    }
}

/// The end of a node that holds nothing yet.
fn one_past(id: NodeId) -> u32 {
    u32::try_from(id.index() + 1).unwrap_or(u32::MAX)
}

/// Whether PyYAML takes this as the name of an anchor.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !name.starts_with('-')
}
