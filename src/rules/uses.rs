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

/// Finds uses, within a budget: many defects below an anchor with many aliases
/// would otherwise take as long as both multiplied.
pub(super) struct Uses<'a> {
    tree: &'a Tree,
    workflows: &'a Workflows,
    /// Aliases and keys that may still be looked at.
    budget: usize,
}

/// Aliases and keys that are looked at for one file.
const BUDGET: usize = 1_000_000;

impl<'a> Uses<'a> {
    pub fn new(tree: &'a Tree, workflows: &'a Workflows) -> Self {
        Self {
            tree,
            workflows,
            budget: BUDGET,
        }
    }

    /// All uses of a node: the place where it is written, if a workflow holds it,
    /// and every alias that leads to it, in the order of the text. An alias under
    /// `<<` counts only where the merge keeps the node. `None` once the budget is
    /// spent.
    pub fn find(&mut self, node: NodeId) -> Option<Vec<Use>> {
        let tree = self.tree;
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut queue = vec![(node, None)];
        while let Some((start, alias)) = queue.pop() {
            let mut below = start;
            let mut at = Some(start);
            let mut workflow = None;
            while let Some(current) = at {
                workflow = self.workflows.get(&current).copied().or(workflow);
                for anchor in tree.anchors_at(current) {
                    for &site in &anchor.aliases {
                        let next = self.reached_through(site, below, current);
                        if let Some(next) = next.filter(|_| seen.insert(site)) {
                            queue.push((next, Some(site)));
                        }
                    }
                }
                if self.budget == 0 {
                    return None;
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
        Some(found)
    }

    /// The node from which an alias' target goes on upwards: the alias itself, or
    /// the mapping it is merged into, if that keeps what `below` belongs to.
    fn reached_through(&mut self, site: NodeId, below: NodeId, target: NodeId) -> Option<NodeId> {
        self.budget = self.budget.checked_sub(1)?;
        let tree = self.tree;
        let (mapping, value) = holder(tree, site)?;
        let merges = tree.key_of(value).is_some_and(|key| tree.is_merge_key(key));
        if !merges || tree.kind(mapping) != NodeKind::Mapping {
            return Some(site);
        }
        if below == target {
            return Some(mapping);
        }
        let mut looked_at = 0;
        let mut fields = tree.fields(mapping).take(self.budget);
        let keeps = fields.any(|field| {
            looked_at += 1;
            field.key == below || field.value == below
        });
        self.budget -= looked_at;
        keeps.then_some(mapping)
    }
}

/// What an alias stands in, past a list, and its value there.
fn holder(tree: &Tree, site: NodeId) -> Option<(NodeId, NodeId)> {
    let parent = tree.parent(site)?;
    match tree.kind(parent) {
        NodeKind::Sequence => Some((tree.parent(parent)?, parent)),
        _ => Some((parent, site)),
    }
}
