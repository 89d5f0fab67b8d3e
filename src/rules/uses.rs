//! Who uses a node that is shared through aliases and merges.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::syntax::{NodeId, NodeKind, Tree};

/// Positions of workflows, by the node that stands under their id.
pub(super) type Workflows = FxHashMap<NodeId, usize>;

/// A place through which a node takes part in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Use {
    /// The alias that leads to it; `None` where it is written.
    pub alias: Option<NodeId>,
    /// The workflow that the alias, or the node itself, stands in.
    pub workflow: Option<usize>,
}

/// All uses of a node: the place where it is written, if a workflow holds it, and
/// every alias that leads to it, in the order of the text. An alias under `<<`
/// counts only where the merge keeps the node.
pub(super) fn uses(tree: &Tree, node: NodeId, workflows: &Workflows) -> Vec<Use> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut queue = vec![(node, None)];
    while let Some((start, alias)) = queue.pop() {
        let mut below = start;
        let mut at = Some(start);
        let mut workflow = None;
        while let Some(current) = at {
            workflow = workflows.get(&current).copied().or(workflow);
            for anchor in tree.anchors_at(current) {
                for &site in &anchor.aliases {
                    let next = reached_through(tree, site, below, current);
                    if let Some(next) = next.filter(|_| seen.insert(site)) {
                        queue.push((next, Some(site)));
                    }
                }
            }
            below = current;
            at = tree.parent(current);
        }
        if alias.is_some() || workflow.is_some() {
            found.push(Use { alias, workflow });
        }
    }
    found.sort_by_key(|site| site.alias);
    found.dedup();
    found
}

/// The node from which an alias' target goes on upwards: the alias itself, or
/// the mapping it is merged into, if that keeps what `below` belongs to.
fn reached_through(tree: &Tree, site: NodeId, below: NodeId, target: NodeId) -> Option<NodeId> {
    let parent = tree.parent(site)?;
    let (mapping, value) = match tree.kind(parent) {
        NodeKind::Sequence => (tree.parent(parent)?, parent),
        _ => (parent, site),
    };
    let merges = tree.key_of(value).is_some_and(|key| tree.is_merge_key(key));
    if !merges || tree.kind(mapping) != NodeKind::Mapping {
        return Some(site);
    }
    if below == target {
        return Some(mapping);
    }
    let keeps = |field: crate::syntax::Field| field.key == below || field.value == below;
    tree.fields(mapping).any(keeps).then_some(mapping)
}
