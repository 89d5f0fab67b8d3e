//! Where a value comes from.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::syntax::{Field, NodeId, NodeKind, Tree};

/// What a merge is called that names no anchor: `<<: {…}`.
const INLINE_MERGE: &str = "<<";
/// Merges behind one another that are named.
const MAX_CHAIN: usize = 8;

/// How a value came to its place, as far as the place itself decides it: what is
/// around it may have come through more.
#[derive(Debug)]
pub(super) struct Step<'t> {
    /// The anchors, without `*`, in the order in which they are followed; `<<` for a
    /// mapping that is merged as it stands.
    pub via: Vec<&'t str>,
    /// Where the value is written, in bytes: the value itself; of a list or mapping
    /// its anchor or key.
    pub offset: usize,
    /// The value, aliases followed.
    pub target: NodeId,
    /// Where the alias or the value stands at its place, in bytes.
    pub place: usize,
    /// Whether the alias stands inside the value that it names.
    pub is_recursive: bool,
}

/// Who merged which key, for mappings that were asked for.
#[derive(Default)]
pub(super) struct Origins {
    merged: RefCell<FxHashMap<NodeId, FxHashMap<NodeId, NodeId>>>,
}

impl Origins {
    /// The way to the value of a field.
    pub(super) fn of_field<'t>(&self, tree: &'t Tree, field: Field) -> Step<'t> {
        let mut via = Vec::new();
        let mut source = field.via;
        while let Some(merge) = source {
            via.push(alias_name(tree, merge).unwrap_or(INLINE_MERGE));
            if via.len() == MAX_CHAIN {
                break;
            }
            source = self.merge_of(tree, tree.resolve(merge), field.key);
        }
        let mut step = self.of_value(tree, field.value);
        if step.via.is_empty() && tree.kind(step.target) != NodeKind::Scalar {
            step.offset = tree.span(field.key).start();
        }
        via.append(&mut step.via);
        Step { via, ..step }
    }

    /// The way to an item or to any other node.
    #[allow(clippy::unused_self, reason = "reads best beside the other")]
    pub(super) fn of_value<'t>(&self, tree: &'t Tree, node: NodeId) -> Step<'t> {
        let target = tree.resolve(node);
        let name = alias_name(tree, node);
        let mut offset = tree.span(target).start();
        if name.is_some()
            && tree.kind(target) != NodeKind::Scalar
            && let Some(anchor) = tree.anchors_at(target).next()
        {
            offset = anchor.span.start();
        }
        Step {
            via: name.into_iter().collect(),
            offset,
            target,
            place: tree.span(node).start(),
            is_recursive: name.is_some() && tree.is_within(node, target) && node != target,
        }
    }

    /// What brought a key into a mapping.
    fn merge_of(&self, tree: &Tree, mapping: NodeId, key: NodeId) -> Option<NodeId> {
        let mut merged = self.merged.borrow_mut();
        let fields = merged.entry(mapping).or_insert_with(|| {
            let fields = tree.fields(mapping);
            fields
                .filter_map(|field| Some((field.key, field.via?)))
                .collect()
        });
        fields.get(&key).copied()
    }
}

/// The name of an alias, without `*`.
fn alias_name(tree: &Tree, node: NodeId) -> Option<&str> {
    let is_alias = tree.kind(node) == NodeKind::Alias;
    is_alias.then(|| tree.source().slice(tree.span(node)).trim_start_matches('*'))
}
