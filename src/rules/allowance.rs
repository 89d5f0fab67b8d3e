//! How much text workflows are shown again because they share it.

use crate::model::Config;
use crate::syntax::{NodeId, Tree};

/// Bytes that all workflows of a file together may be shown again: hundreds of
/// times the largest file seen. Thousands of workflows that share
/// thousands of steps would otherwise take hours.
pub(super) const MAX_SHARED: u64 = 32 * 1024 * 1024;

/// Bytes that the workflows of a file are shown beyond those that they hold themselves.
pub fn shown_again(tree: &Tree, config: &Config) -> usize {
    let mut allowance = Allowance::new(tree);
    for (entry, _) in config.workflows() {
        allowance.may_be_shown(entry.entry.value);
    }
    usize::try_from(MAX_SHARED - allowance.budget).unwrap_or(usize::MAX)
}

/// What may still be shown.
pub(crate) struct Allowance<'t> {
    tree: &'t Tree,
    /// Bytes of every node once aliases are written out; empty where there are
    /// none.
    expanded: Vec<u64>,
    budget: u64,
}

impl<'t> Allowance<'t> {
    /// The whole allowance of a file.
    pub fn new(tree: &'t Tree) -> Self {
        let has_aliases = tree.anchors().iter().any(|it| !it.aliases.is_empty());
        let expanded = if has_aliases {
            tree.expanded_sizes()
        } else {
            Vec::new()
        };
        Self {
            tree,
            expanded,
            budget: MAX_SHARED,
        }
    }

    /// Whether the workflow of this value may be shown to the rules, which takes
    /// from the budget what it does not hold itself.
    pub fn may_be_shown(&mut self, value: NodeId) -> bool {
        let expanded = self.expanded.get(value.index()).copied().unwrap_or(0);
        let own = self.tree.span(value).len() as u64;
        match self.budget.checked_sub(expanded.saturating_sub(own)) {
            Some(rest) => {
                self.budget = rest;
                true
            }
            None => false,
        }
    }
}
