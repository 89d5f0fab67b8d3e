//! A place in a document, and the workflows that it belongs to.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::lsp::veil::Veil;
use crate::lsp::view::View;
use crate::model::step::{holds_script, holds_steps};
use crate::rules::Shown;
use crate::rules::check::WorkflowView;
use crate::syntax::{NodeId, NodeKind, ScalarStyle, SourceMap, Span, Tree};

/// Most aliases that are followed to find the workflows of a node.
const MOST_ALIASES: usize = 200;

/// A scalar or alias under the cursor.
pub(super) struct Place<'v> {
    /// The document.
    pub view: &'v View<'v>,
    /// Its tree.
    pub tree: &'v Tree,
    /// The scalar or alias.
    pub node: NodeId,
    /// The byte.
    pub offset: usize,
    /// What may be shown.
    pub veil: Veil<'v>,
    workflows: OnceCell<Vec<usize>>,
    /// The workflow that was looked at first, with its position.
    shown: OnceCell<(usize, Option<Shown<'v>>)>,
}

impl<'v> Place<'v> {
    /// The place at an offset, where a scalar or an alias is written.
    pub fn at(view: &'v View<'v>, offset: usize) -> Option<Self> {
        let tree = view.tree();
        let node = tree.innermost(offset);
        let span = tree.span(node);
        let is_here = span.start() <= offset && offset <= span.end() && !span.is_empty();
        let is_word = matches!(tree.kind(node), NodeKind::Scalar | NodeKind::Alias);
        (is_here && is_word).then(|| Self::around(view, node, offset))
    }

    /// A place that no node covers, next to one.
    pub fn around(view: &'v View<'v>, node: NodeId, offset: usize) -> Self {
        Self {
            view,
            tree: view.tree(),
            node,
            offset,
            veil: view.veil(),
            workflows: OnceCell::new(),
            shown: OnceCell::new(),
        }
    }

    /// The part of the text that is told about where nothing smaller is: the node, of
    /// several lines the one under the cursor.
    pub fn span(&self) -> Span {
        let source = self.tree.source();
        let node = self.tree.span(self.node);
        let line = source.line_span(source.line_index(self.offset));
        let line = line.unwrap_or(node);
        let (start, end) = (node.start().max(line.start()), node.end().min(line.end()));
        Span::new(start, end.max(start))
    }

    /// Whether the place is inside the text of a block, behind its `|` or `>`.
    pub fn is_in_block(&self) -> bool {
        let source = self.tree.source();
        let style = self.tree.scalar_style(self.node);
        let start = self.tree.span(self.node).start();
        style.is_some_and(ScalarStyle::is_block)
            && source.line_index(self.offset) > source.line_index(start)
    }

    /// Whether the node is a key.
    pub fn is_key(&self) -> bool {
        self.tree.value_of(self.node).is_some()
    }

    /// The name of the key that the value stands under, in a list too; of a key, its own.
    pub fn key_name(&self) -> Option<&'v str> {
        let tree = self.tree;
        if self.is_key() {
            return tree.scalar(self.node);
        }
        let held = tree.parent(self.node)?;
        let in_list = tree.kind(held) == NodeKind::Sequence;
        let key = tree.key_of(if in_list { held } else { self.node })?;
        tree.scalar(key)
    }

    /// Whether the node may be the script of a step: so it is by its key, or used as one.
    pub fn may_be_script(&self) -> bool {
        let is_named = |name: &str| holds_script(name) || holds_steps(name);
        self.tree.is_shared(self.node) || self.key_name().is_some_and(is_named)
    }

    /// The part of the node's text, of several, that is under the cursor, and where it
    /// is written.
    pub fn part<T>(&self, parts: impl IntoIterator<Item = (Range<usize>, T)>) -> Option<(T, Span)> {
        let map = SourceMap::new(self.tree, self.node);
        let mut behind = None;
        for (range, part) in parts {
            let span = map.span(range);
            if span.start() <= self.offset && self.offset < span.end() {
                return Some((part, span));
            }
            if span.end() == self.offset {
                behind = Some((part, span));
            }
        }
        behind
    }

    /// The positions of the workflows that hold the node or use it by an alias.
    pub fn workflows(&self) -> &[usize] {
        self.workflows.get_or_init(|| self.found_workflows())
    }

    fn found_workflows(&self) -> Vec<usize> {
        let tree = self.tree;
        let entries = self.view.checked.config.workflows.entries();
        let mut left = MOST_ALIASES;
        let mut seen = FxHashSet::default();
        let mut found = Vec::new();
        let mut waiting = vec![self.node];
        while let Some(start) = waiting.pop() {
            let mut at = Some(start);
            while let Some(node) = at {
                let position = entries
                    .iter()
                    .position(|entry| entry.entry.value == node || entry.entry.key == node);
                found.extend(position);
                for alias in tree.anchors_at(node).flat_map(|it| &it.aliases) {
                    if left > 0 && seen.insert(*alias) {
                        left -= 1;
                        waiting.push(*alias);
                    }
                }
                at = tree.parent(node);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Looks at the first workflow that the node belongs to.
    pub fn look<T>(&self, look: impl for<'w> FnOnce(&'w WorkflowView<'w>) -> T) -> Option<T> {
        let position = *self.workflows().first()?;
        self.look_at(position, look)
    }

    /// Looks at a workflow.
    pub fn look_at<T>(
        &self,
        position: usize,
        look: impl for<'w> FnOnce(&'w WorkflowView<'w>) -> T,
    ) -> Option<T> {
        let view = self.view;
        let shown = || Shown::new(self.tree, &view.checked.config, &view.settings, position);
        let (first, kept) = self.shown.get_or_init(|| (position, shown()));
        if *first == position {
            return kept.as_ref()?.look(look);
        }
        shown()?.look(look)
    }

    /// The line of a node, counted from 1.
    pub fn line(&self, node: NodeId) -> usize {
        line(self.tree, self.tree.span(node).start())
    }
}

/// The line of a byte, counted from 1.
pub(super) fn line(tree: &Tree, offset: usize) -> usize {
    tree.source().line_index(offset) + 1
}
