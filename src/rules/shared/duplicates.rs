//! What is listed twice.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::finding::Fix;
use crate::syntax::{NodeId, Tree};

use super::removal;

/// An item that says what an earlier one says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repetition {
    /// The later item.
    pub node: NodeId,
    /// The first that says it.
    pub first: NodeId,
}

/// The items that repeat an earlier one. Items are equal when their keys are: a
/// text in the form in which it is compared, or several.
pub(crate) fn repetitions<K: Eq + Hash>(
    items: impl IntoIterator<Item = (NodeId, K)>,
) -> Vec<Repetition> {
    let mut firsts: FxHashMap<K, NodeId> = FxHashMap::default();
    let mut found = Vec::new();
    for (node, key) in items {
        let first = *firsts.entry(key).or_insert(node);
        if first != node {
            found.push(Repetition { node, first });
        }
    }
    found
}

/// A safe fix that takes a repeated item out of its list, where that is one
/// simple edit.
pub(crate) fn removed(tree: &Tree, item: NodeId, title: &str) -> Option<Fix> {
    removal::of_item(tree, item).map(|span| Fix::safe(title, span, ""))
}
