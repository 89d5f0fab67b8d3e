//! What the offers for one cursor look at.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::knowledge::machines::{self, Platform};
use crate::lsp::veil::Veil;
use crate::lsp::view::TextView;
use crate::model::Shape;
use crate::model::cursor::{Cursor, Place};
use crate::model::guess::{guessed_field, guessed_shape};
use crate::model::locate::{Located, field_at, shape_at, workflow_at};
use crate::rules::{Known, Settings};
use crate::syntax::{NodeId, NodeKind, Tree};

/// What the offers for one cursor look at.
pub(super) struct Context<'a> {
    pub view: &'a TextView<'a>,
    pub cursor: &'a Cursor,
    pub tree: &'a Tree,
    /// What was typed of the word at the cursor.
    pub typed: &'a str,
    /// What of the text may be shown a second time.
    pub veil: Veil<'a>,
    workflow: OnceCell<Option<NodeId>>,
}

impl<'a> Context<'a> {
    pub fn new(view: &'a TextView<'a>, cursor: &'a Cursor) -> Self {
        Self {
            view,
            cursor,
            tree: &cursor.tree,
            typed: view.source.slice(cursor.typed),
            veil: Veil::of_tree(&cursor.tree),
            workflow: OnceCell::new(),
        }
    }

    /// What the project says of itself.
    pub fn settings(&self) -> &Settings {
        &self.view.settings
    }

    /// What exists in Codemagic's web settings.
    pub fn known(&self) -> &Known {
        &self.settings().known
    }

    /// The mapping of the workflow around the cursor, or that uses what is there.
    pub fn workflow(&self) -> Option<NodeId> {
        *self.workflow.get_or_init(|| {
            let node = match self.cursor.place {
                Place::Block(node) => Some(node),
                Place::Node { mapping, value } => mapping.or(value).or(self.cursor.mark),
                _ => self.cursor.mark,
            };
            workflow_at(self.tree, node?)
        })
    }

    /// A node of the workflow, by the keys that lead to it.
    pub fn in_workflow(&self, keys: &[&str]) -> Option<NodeId> {
        self.below(self.workflow()?, keys)
    }

    /// The node to which keys lead from a mapping.
    pub fn below(&self, mapping: NodeId, keys: &[&str]) -> Option<NodeId> {
        keys.iter().try_fold(mapping, |node, key| {
            let field = self.tree.field(node, key)?;
            Some(self.tree.resolve(field.value))
        })
    }

    /// The keys and values of a mapping of the workflow.
    pub fn entries(&self, keys: &[&str]) -> Vec<(&'a str, NodeId)> {
        let Some(node) = self.in_workflow(keys) else {
            return Vec::new();
        };
        let fields = self.tree.fields(node);
        fields
            .filter(|field| Some(field.key) != self.cursor.mark)
            .filter_map(|field| Some((self.tree.scalar(field.key)?, field.value)))
            .collect()
    }

    /// What the workflow's machine runs, where that can be told.
    pub fn platform(&self) -> Option<Platform> {
        let machine = self.in_workflow(&["instance_type"])?;
        machines::find(self.tree.scalar(machine)?).map(|it| it.platform)
    }

    /// What is declared about the key that a value stands under, in a list too.
    pub fn field(&self, node: NodeId) -> Option<Located> {
        let node = self.outermost(node);
        field_at(self.tree, node).or_else(|| match shape_at(self.tree, node) {
            Some(_) => None,
            None => guessed_field(self.tree, node),
        })
    }

    /// What may stand at a node, or what it is probably for.
    pub fn shape(&self, node: NodeId) -> Option<&'static Shape> {
        shape_at(self.tree, node).or_else(|| guessed_shape(self.tree, node))
    }

    /// The list around a value, the outermost; else the value.
    fn outermost(&self, node: NodeId) -> NodeId {
        let lists = std::iter::successors(Some(node), |node| {
            let parent = self.tree.parent(*node)?;
            (self.tree.kind(parent) == NodeKind::Sequence).then_some(parent)
        });
        lists.last().unwrap_or(node)
    }

    /// The values that the file has under keys of a name, besides those of the list at
    /// the cursor, each once.
    pub fn elsewhere(&self, node: NodeId, keys: &[&str]) -> Vec<&'a str> {
        let here = self.outermost(node);
        let mut found = Vec::new();
        let mut seen: FxHashSet<&str> = self.siblings(node).collect();
        for id in self.tree.nodes() {
            let Some(key) = self.tree.key_of(id) else {
                continue;
            };
            let is_named = self.tree.scalar(key).is_some_and(|it| keys.contains(&it));
            if !is_named || id == here || self.tree.kind(id) == NodeKind::Alias {
                continue;
            }
            let one = [id];
            let items = match self.tree.kind(id) {
                NodeKind::Sequence => self.tree.items(id),
                _ => &one,
            };
            let texts = items.iter().filter_map(|item| self.tree.scalar(*item));
            let is_text = |text: &&str| !text.trim().is_empty() && !text.contains('\n');
            found.extend(texts.filter(is_text).filter(|text| seen.insert(text)));
        }
        found
    }

    /// The other texts of the list that a node is in.
    pub fn siblings(&self, node: NodeId) -> impl Iterator<Item = &'a str> {
        let tree = self.tree;
        let list = tree
            .parent(node)
            .filter(|it| tree.kind(*it) == NodeKind::Sequence);
        let items = list.map(|list| tree.items(list)).unwrap_or_default();
        items
            .iter()
            .filter(move |item| **item != node)
            .filter_map(|item| tree.scalar(*item))
    }
}
