//! The YAML tree: an arena of nodes in the order of the text.
//!
//! Aliases stay edges to the node they name; nothing is ever copied, so an
//! alias bomb costs no more than its text. Nodes are numbered in preorder, so a
//! node and all it holds are one contiguous range of ids.

use std::borrow::Cow;
use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::events::Tag;
use super::node::{Held, NOTHING, Node, NodeData, NodeId, ScalarText};
use super::source::{SourceFile, Span, united};

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScalarStyle {
    /// `word`
    Plain,
    /// `'word'`
    SingleQuoted,
    /// `"word"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

impl ScalarStyle {
    /// Whether the style is `|` or `>`.
    pub fn is_block(self) -> bool {
        matches!(self, Self::Literal | Self::Folded)
    }

    /// Whether the style is `'…'` or `"…"`.
    pub fn is_quoted(self) -> bool {
        matches!(self, Self::SingleQuoted | Self::DoubleQuoted)
    }
}

/// One `key: value` of a mapping, as written. A merge key is an entry too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key's node.
    pub key: NodeId,
    /// The value's node, which may be an alias.
    pub value: NodeId,
}

/// What kind of node it is, before aliases are followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeKind {
    /// Text, number, boolean or nothing.
    Scalar,
    /// A list.
    Sequence,
    /// A mapping.
    Mapping,
    /// `*name`
    Alias,
}

/// `&name` on a node.
#[derive(Debug)]
pub struct Anchor {
    /// The name, without `&`.
    pub name: Box<str>,
    /// The span of `&name`.
    pub span: Span,
    /// The node that carries it.
    pub node: NodeId,
    /// The alias nodes that name it, in the order of the text.
    pub aliases: Vec<NodeId>,
}

/// `*name` for which no anchor stands before it.
#[derive(Debug)]
pub struct UndefinedAlias {
    /// The alias node.
    pub node: NodeId,
    /// The name, without `*`.
    pub name: Box<str>,
}

/// A comment, `#` included, its line break not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    /// Where it stands.
    pub span: Span,
    /// Whether nothing but white space stands before it on its line.
    pub own_line: bool,
}

/// A parsed file. Whatever the input was, there is a tree.
#[derive(Debug)]
pub struct Tree {
    pub(super) source: SourceFile,
    pub(super) nodes: Vec<Node>,
    pub(super) held: Held,
    pub(super) root: Option<NodeId>,
    pub(super) anchors: Vec<Anchor>,
    pub(super) undefined_aliases: Vec<UndefinedAlias>,
    pub(super) comments: Vec<Comment>,
    pub(super) problems: Vec<super::SyntaxProblem>,
    pub(super) damage: Vec<Span>,
    pub(super) flagged: FxHashSet<NodeId>,
    pub(super) merged: super::merge::MergeTable,
    /// The text that was parsed, where the source had to be mended first.
    pub(super) draft: Option<std::sync::Arc<super::draft::Draft>>,
    /// Bytes that were read to make it, over all passes.
    pub(super) read: usize,
}

impl Tree {
    /// What it takes to make this tree and to look at it, in bytes that could be read
    /// meanwhile: the length of the text, for a broken one what recovery read again, and
    /// what merge keys bring along.
    pub fn effort(&self) -> usize {
        /// Bytes in which a field usually is written.
        const FIELD: usize = 24;
        self.read.max(self.source.text().len()) + FIELD * self.merged.count()
    }

    /// The text it was parsed from.
    pub fn source(&self) -> &SourceFile {
        &self.source
    }

    /// The document's node; `None` for an empty document.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// What is wrong with the text as YAML.
    pub fn problems(&self) -> &[super::SyntaxProblem] {
        &self.problems
    }

    /// Comments in the order of the text.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Anchors in the order of the text.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// Aliases without an anchor.
    pub fn undefined_aliases(&self) -> &[UndefinedAlias] {
        &self.undefined_aliases
    }

    /// Whether a syntax problem already explains what is odd about the node, so
    /// that its structure is not judged as well.
    pub fn is_flagged(&self, id: NodeId) -> bool {
        self.flagged.contains(&id)
    }

    /// Whether broken text inside the node, or between it and what follows, was
    /// left out of the tree: nothing can be said to be missing there.
    pub fn is_damaged(&self, id: NodeId) -> bool {
        if self.damage.is_empty() {
            return false;
        }
        let node = self.node(id);
        let next = self.nodes.get(node.end as usize);
        let until = next.map_or(self.source.text().len(), |next| next.span.start());
        let first = self
            .damage
            .partition_point(|span| span.end() <= node.span.start());
        self.damage
            .get(first)
            .is_some_and(|span| span.start() < until)
    }

    /// Whether something that the node was to hold is missing from the tree: it is
    /// damaged, or an alias inside it leads nowhere.
    pub fn is_incomplete(&self, id: NodeId) -> bool {
        let aliases = &self.undefined_aliases;
        let first = aliases.partition_point(|alias| alias.node < id);
        let leads_nowhere = aliases
            .get(first)
            .is_some_and(|alias| self.is_within(alias.node, id));
        leads_nowhere || self.is_damaged(id)
    }

    /// Adds parts of the text that the tree does not give in full.
    pub(super) fn add_damage(&mut self, mut spans: Vec<Span>) {
        spans.append(&mut self.damage);
        self.damage = united(spans);
    }

    /// Every node, in the order of the text.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId::at)
    }

    /// An empty tree has no nodes, but there is always an innermost one at an
    /// offset: that is nothing.
    pub(super) fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.index()).unwrap_or(&NOTHING)
    }

    /// Where a node is written: its content, without anchor and tag. Block
    /// scalars begin at their `|` or `>`.
    pub fn span(&self, id: NodeId) -> Span {
        self.node(id).span
    }

    /// The node as written, aliases not followed.
    pub fn kind(&self, id: NodeId) -> NodeKind {
        match self.node(id).data {
            NodeData::Scalar { .. } => NodeKind::Scalar,
            NodeData::Sequence { .. } => NodeKind::Sequence,
            NodeData::Mapping { .. } => NodeKind::Mapping,
            NodeData::Alias { .. } => NodeKind::Alias,
        }
    }

    /// The mapping or list that holds the node directly.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// The node an alias leads to, or the node itself. An alias without an
    /// anchor leads to itself.
    pub fn resolve(&self, id: NodeId) -> NodeId {
        match self.node(id).data {
            NodeData::Alias {
                target: Some(target),
            } => target,
            _ => id,
        }
    }

    /// Whether `inner` is `outer` or written inside it.
    pub fn is_within(&self, inner: NodeId, outer: NodeId) -> bool {
        outer <= inner && inner.index() < self.node(outer).end as usize
    }

    /// Whether an alias leads to the node, or to one around it.
    pub fn is_shared(&self, id: NodeId) -> bool {
        self.node(id).shared
    }

    /// The value of a scalar as YAML reads it; `None` for anything else.
    /// Aliases are followed.
    pub fn scalar(&self, id: NodeId) -> Option<&str> {
        let id = self.resolve(id);
        let node = self.node(id);
        match node.data {
            NodeData::Scalar {
                text: ScalarText::Own(text),
                ..
            } => Some(self.held.text(text)),
            NodeData::Scalar {
                style,
                text: ScalarText::Source,
            } => {
                let span = if style.is_quoted() {
                    Span::new(node.span.start() + 1, node.span.end().saturating_sub(1))
                } else {
                    node.span
                };
                Some(self.source.slice(span))
            }
            _ => None,
        }
    }

    /// How a scalar is written. Aliases are followed.
    pub fn scalar_style(&self, id: NodeId) -> Option<ScalarStyle> {
        match self.node(self.resolve(id)).data {
            NodeData::Scalar { style, .. } => Some(style),
            _ => None,
        }
    }

    /// The items of a list, empty for anything else. Aliases are followed.
    pub fn items(&self, id: NodeId) -> &[NodeId] {
        match self.node(self.resolve(id)).data {
            NodeData::Sequence { items, .. } => self.held.items(items),
            _ => &[],
        }
    }

    /// The entries of a mapping as written, merge keys and duplicates
    /// included; empty for anything else. Aliases are followed.
    pub fn entries(&self, id: NodeId) -> &[Entry] {
        match self.node(self.resolve(id)).data {
            NodeData::Mapping { entries, .. } => self.held.entries(entries),
            _ => &[],
        }
    }

    /// Whether a list or mapping is written with brackets or braces.
    pub fn is_flow(&self, id: NodeId) -> bool {
        matches!(
            self.node(id).data,
            NodeData::Sequence { flow: true, .. } | NodeData::Mapping { flow: true, .. }
        )
    }

    /// The explicit tag of a node, where it asks for something.
    pub(super) fn explicit_tag(&self, id: NodeId) -> Option<Tag> {
        let tagged = self.node(id).tagged;
        tagged.then(|| self.held.tag(id)).flatten()
    }

    /// The span of an explicit standard tag such as `!!str`.
    pub fn tag(&self, id: NodeId) -> Option<Span> {
        self.explicit_tag(id).map(|tag| tag.span)
    }

    /// An explicit standard tag in its short form, such as `!!str`, however it is
    /// written.
    pub fn tag_name(&self, id: NodeId) -> Option<&'static str> {
        self.explicit_tag(id).and_then(|tag| tag.kind.name())
    }

    /// The key under which a node is the value, if its parent is a mapping.
    pub fn key_of(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.parent(id)?;
        let entries = self.entries(parent);
        // Entries are in the order of the text, so their value ids ascend.
        let index = entries.partition_point(|entry| entry.value < id);
        entries
            .get(index)
            .filter(|entry| entry.value == id)
            .map(|entry| entry.key)
    }

    /// The anchors on a node.
    pub fn anchors_at(&self, id: NodeId) -> impl Iterator<Item = &Anchor> {
        // Anchors are in the order of the text, and so are their nodes.
        let from = self.anchors.partition_point(|anchor| anchor.node < id);
        self.anchors[from..]
            .iter()
            .take_while(move |anchor| anchor.node == id)
    }

    /// The anchors on a node and on all that it holds.
    pub fn anchors_within(&self, id: NodeId) -> impl Iterator<Item = &Anchor> {
        let from = self.anchors.partition_point(|anchor| anchor.node < id);
        self.anchors[from..]
            .iter()
            .take_while(move |anchor| self.is_within(anchor.node, id))
    }

    /// The innermost node at an offset, or the last that begins before it; the
    /// first node of the tree where none does, which in an empty tree is an empty
    /// scalar.
    pub fn innermost(&self, offset: usize) -> NodeId {
        let after = self
            .nodes
            .partition_point(|node| node.span.start() <= offset);
        let mut at = NodeId::at(after.saturating_sub(1));
        while let Some(parent) = self.nodes.get(at.index()).and_then(|node| node.parent) {
            if self.span(at).end() >= offset {
                break;
            }
            at = parent;
        }
        at
    }

    /// The place in words of a key or value: that of the value for both. Empty
    /// for the document itself and for an empty tree.
    pub fn path_of(&self, id: NodeId) -> String {
        if self.nodes.is_empty() {
            return String::new();
        }
        self.path(self.value_of(id).unwrap_or(id))
    }

    /// The nodes that begin at or after an offset, in the order of the text.
    pub fn nodes_from(&self, offset: usize) -> impl Iterator<Item = NodeId> + use<> {
        let from = self
            .nodes
            .partition_point(|node| node.span.start() < offset);
        let count = self.nodes.len();
        (from..count).map(NodeId::at)
    }

    /// The value that stands under a key; `None` when the node is no key.
    pub fn value_of(&self, key: NodeId) -> Option<NodeId> {
        let entries = self.entries(self.parent(key)?);
        let index = entries.partition_point(|entry| entry.key < key);
        entries
            .get(index)
            .filter(|entry| entry.key == key)
            .map(|entry| entry.value)
    }

    /// Whether the whole text is in the tree.
    pub fn is_whole(&self) -> bool {
        self.damage.is_empty()
    }

    /// The node's place in words: `workflows.ios.scripts[2].script`.
    pub fn path(&self, id: NodeId) -> String {
        enum Step<'a> {
            Item(usize),
            Key(Cow<'a, str>),
        }
        let mut steps = Vec::with_capacity(8);
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            match self.node(parent).data {
                NodeData::Sequence { items, .. } => {
                    let items = self.held.items(items);
                    let index = items.partition_point(|&item| item < at);
                    steps.push(Step::Item(index));
                }
                NodeData::Mapping { entries, .. } => {
                    let entries = self.held.entries(entries);
                    let index = entries.partition_point(|entry| entry.value < at);
                    let key = entries.get(index).map_or(at, |entry| entry.key);
                    steps.push(Step::Key(clip(self.scalar(key).unwrap_or("?"))));
                }
                _ => {}
            }
            at = parent;
        }
        let mut path = String::with_capacity(64);
        for step in steps.iter().rev() {
            match step {
                Step::Item(index) => {
                    // A `String` takes all that is written.
                    let _ = write!(path, "[{index}]");
                }
                Step::Key(key) => {
                    if !path.is_empty() && !key.starts_with('[') {
                        path.push('.');
                    }
                    path.push_str(key);
                }
            }
        }
        path
    }
}

/// Bytes of a key in a path; what follows says nothing more to anyone.
const MAX_STEP: usize = 200;

fn clip(key: &str) -> Cow<'_, str> {
    if key.len() <= MAX_STEP {
        return key.into();
    }
    match key.char_indices().find(|(at, _)| *at >= MAX_STEP) {
        None => key.into(),
        Some((end, _)) => format!("{}…", &key[..end]).into(),
    }
}

/// Marks every node that an alias leads to, or that stands inside such a node.
pub(super) fn mark_shared(tree: &mut Tree) {
    if tree.anchors.iter().all(|anchor| anchor.aliases.is_empty()) {
        return;
    }
    let mut depth_changes = vec![0_i32; tree.nodes.len() + 1];
    for anchor in tree
        .anchors
        .iter()
        .filter(|anchor| !anchor.aliases.is_empty())
    {
        depth_changes[anchor.node.index()] += 1;
        depth_changes[tree.nodes[anchor.node.index()].end as usize] -= 1;
    }
    let mut depth = 0;
    for (node, change) in tree.nodes.iter_mut().zip(depth_changes) {
        depth += change;
        node.shared = depth > 0;
    }
}
