//! Lists in which something stands twice.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::finding::Fix;
use crate::rules::{Draft, Report};
use crate::syntax::NodeId;

use super::removal;

/// An item that stands in its list before.
#[derive(Clone, Copy)]
pub(crate) struct Repeated {
    /// The later of the two.
    pub item: NodeId,
    /// The first of all that are equal.
    pub first: NodeId,
    /// The last before this one.
    pub before: NodeId,
}

/// The items whose key an earlier one has.
pub(crate) fn repeated<K: Hash + Eq>(
    items: impl IntoIterator<Item = (NodeId, K)>,
) -> Vec<Repeated> {
    let mut seen: FxHashMap<K, (NodeId, NodeId)> = FxHashMap::default();
    let mut found = Vec::new();
    for (item, key) in items {
        let (first, last) = seen.entry(key).or_insert((item, item));
        if *last != item {
            found.push(Repeated {
                item,
                first: *first,
                before: *last,
            });
        }
        *last = item;
    }
    found
}

/// Which of two equal items can go without changing what the list means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removable {
    /// The order of the list means nothing, or the first counts.
    Later,
    /// The last counts.
    Earlier,
}

/// Reports a repetition, with a safe fix where removing one is a simple edit.
pub(crate) fn report<'r>(
    report: &'r mut Report<'_>,
    found: Repeated,
    message: String,
    removable: Removable,
) -> &'r mut Draft {
    let tree = report.tree();
    let gone = match removable {
        Removable::Later => found.item,
        Removable::Earlier => found.before,
    };
    let draft = report.at(found.item, message);
    draft.related(tree, found.first, "first listed here");
    if let Some(span) = removal::of_item(tree, gone) {
        draft.fix(Fix::safe("remove one of the two", span, ""));
    }
    draft
}
