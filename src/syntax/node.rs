//! What a node of the tree is made of.
//!
//! A large file has a node for every few bytes, so that nodes are small: what few of
//! them have, and what is of any length, stands in [`Held`] beside them.

use std::num::NonZeroU32;

use super::events::Tag;
use super::source::Span;
use super::tree::{Entry, ScalarStyle};

/// Index of a node in its [`Tree`](super::Tree).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(NonZeroU32);

impl NodeId {
    /// The node at an index. Files are refused before they have as many nodes as
    /// there are numbers; the last stands for those beyond.
    pub(super) fn at(index: usize) -> Self {
        let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN))
    }

    /// The index as a number, unique within its tree.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The value of a scalar: a slice of the source where the two are equal byte
/// for byte, a text of its own where YAML folds, unescapes or strips.
#[derive(Clone, Copy, Debug)]
pub(super) enum ScalarText {
    Source,
    /// By its index in [`Held`].
    Own(u32),
}

/// Items or entries that stand side by side in [`Held`].
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Run {
    start: u32,
    length: u32,
}

/// What a node is.
#[derive(Clone, Copy, Debug)]
pub(super) enum NodeData {
    Scalar {
        style: ScalarStyle,
        text: ScalarText,
    },
    Sequence {
        items: Run,
        flow: bool,
    },
    Mapping {
        entries: Run,
        flow: bool,
    },
    Alias {
        target: Option<NodeId>,
    },
}

#[derive(Debug)]
pub(super) struct Node {
    pub data: NodeData,
    pub span: Span,
    pub parent: Option<NodeId>,
    /// One past the last node that this node holds.
    pub end: u32,
    /// Whether it has an explicit tag.
    pub tagged: bool,
    /// Whether an alias leads here or to a node around it.
    pub shared: bool,
}

/// A plain scalar of no characters.
pub(super) static NOTHING: Node = Node {
    data: NodeData::Scalar {
        style: ScalarStyle::Plain,
        text: ScalarText::Source,
    },
    span: Span { start: 0, end: 0 },
    parent: None,
    end: 0,
    tagged: false,
    shared: false,
};

/// What the nodes of a tree hold and is not of their size.
#[derive(Debug, Default)]
pub(super) struct Held {
    items: Vec<NodeId>,
    entries: Vec<Entry>,
    texts: Vec<Box<str>>,
    /// In the order of their nodes.
    tags: Vec<(NodeId, Tag)>,
}

impl Held {
    /// The items of a list.
    pub fn items(&self, run: Run) -> &[NodeId] {
        part(&self.items, run)
    }

    /// The entries of a mapping.
    pub fn entries(&self, run: Run) -> &[Entry] {
        part(&self.entries, run)
    }

    /// The text of a scalar whose text is its own.
    pub fn text(&self, index: u32) -> &str {
        self.texts.get(index as usize).map_or("", |text| text)
    }

    /// The explicit tag of a node that is tagged.
    pub fn tag(&self, node: NodeId) -> Option<Tag> {
        let index = self.tags.partition_point(|(tagged, _)| *tagged < node);
        let (tagged, tag) = self.tags.get(index)?;
        (*tagged == node).then_some(*tag)
    }

    /// Takes the items of a list, all but those before `from`.
    pub fn take_items(&mut self, open: &mut Vec<NodeId>, from: usize) -> Run {
        take(&mut self.items, open, from)
    }

    /// Takes the entries of a mapping, all but those before `from`.
    pub fn take_entries(&mut self, open: &mut Vec<Entry>, from: usize) -> Run {
        take(&mut self.entries, open, from)
    }

    /// Takes a text that the source does not have.
    pub fn add_text(&mut self, text: impl Into<Box<str>>) -> ScalarText {
        let index = number(self.texts.len());
        self.texts.push(text.into());
        ScalarText::Own(index)
    }

    /// Gives a scalar's own text another content.
    pub fn set_text(&mut self, index: u32, text: String) {
        if let Some(known) = self.texts.get_mut(index as usize) {
            *known = text.into();
        }
    }

    /// Takes the tag of the node that begins; `false` where it asks for nothing.
    pub fn add_tag(&mut self, node: NodeId, tag: Option<Tag>) -> bool {
        let known = tag.filter(|tag| tag.kind.name().is_some());
        self.tags.extend(known.map(|tag| (node, tag)));
        known.is_some()
    }

    /// Takes every span to another text.
    pub fn map_spans(&mut self, to: impl Fn(Span) -> Span) {
        for (_, tag) in &mut self.tags {
            tag.span = to(tag.span);
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn part<T>(all: &[T], run: Run) -> &[T] {
    let start = run.start as usize;
    all.get(start..start + run.length as usize)
        .unwrap_or_default()
}

fn take<T>(all: &mut Vec<T>, open: &mut Vec<T>, from: usize) -> Run {
    let start = number(all.len());
    all.extend(open.drain(from.min(open.len())..));
    Run {
        start,
        length: number(all.len()) - start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_small() {
        assert_eq!(size_of::<Option<NodeId>>(), 4);
        assert!(size_of::<Node>() <= 32);
    }

    #[test]
    fn what_is_no_index_is_the_last() {
        assert_eq!(NodeId::at(7).index(), 7);
        assert_eq!(NodeId::at(usize::MAX), NodeId::at(u32::MAX as usize - 1));
    }
}
