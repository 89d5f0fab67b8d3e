//! What may be spent on finding out which changes do harm.

use std::cell::Cell;

use crate::rules::{Checked, shown_again};
use crate::syntax::Tree;

/// What is left, in bytes of text that may be read. A text in which recovery reads
/// hundreds of times takes that much more of it.
#[derive(Debug)]
pub struct Effort {
    left: Cell<usize>,
}

/// What it takes to show a tree to all rules, in readings of the text.
const RULES: usize = 3;

/// What it takes to check a text of no length, in bytes that could be read meanwhile.
const BEGIN: usize = 2_000;

impl Effort {
    /// So many bytes.
    pub fn of(bytes: usize) -> Self {
        Self {
            left: Cell::new(bytes),
        }
    }

    /// What it takes to find the few of so many changes that do harm, where to try some
    /// takes so many bytes and would take `whole` if the text were not broken: always enough
    /// for two, however long a whole text, if there are no more than a thousand changes; with
    /// more of them, for some rounds of harmless ones. A large text in which every change does
    /// harm, or one that recovery reads again and again, must end too.
    pub fn for_changes(trial: usize, whole: usize, changes: usize) -> Self {
        const BYTES: usize = 2_000_000;
        const HARMFUL: usize = 2;
        /// Readings beside those that find a harmful change: rounds, and their ends.
        const MORE: usize = 16;
        const MOST_CHANGES: usize = 1000;
        /// What more changes than that may take, unless the rounds take more.
        const MOST_BYTES: usize = 4_000_000;
        /// What a broken text may take, unless a whole one of its length takes more.
        const MOST_BROKEN: usize = 8_000_000;
        let readings = HARMFUL * least(changes.min(MOST_CHANGES)) + MORE;
        let wanted = whole.saturating_mul(readings);
        let wanted = trial.saturating_mul(readings).min(MOST_BROKEN).max(wanted);
        let most = match changes {
            0..=MOST_CHANGES => usize::MAX,
            _ => MOST_BYTES.max(whole.saturating_mul(MORE)),
        };
        Self::of(wanted.min(most).max(BYTES))
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// Takes so many bytes, or what is left.
    pub fn spend(&self, bytes: usize) {
        self.left.set(self.left.get().saturating_sub(bytes));
    }

    /// Takes what it took to read a text.
    pub fn spend_reading(&self, tree: &Tree) {
        self.spend(tree.effort() + BEGIN);
    }

    /// Takes what it took to show the tree of a text to the rules.
    pub(super) fn spend_rules(&self, tree: &Tree) {
        self.spend(RULES * tree.source().text().len() + BEGIN);
    }

    /// Whether so many checks of this text may be made.
    pub fn is_enough(&self, checks: usize, tree: &Tree) -> bool {
        self.left.get() >= checks.saturating_mul(Self::of_check(tree))
    }

    /// What a whole check of a text takes, in bytes.
    pub fn of_check(tree: &Tree) -> usize {
        Self::of_length(tree.source().text().len()) + tree.effort() - tree.source().text().len()
    }

    /// What the check of a text took that was made, in bytes. Where workflows share much
    /// and much is found, that is more than its length tells.
    pub fn of_checked(checked: &Checked) -> usize {
        /// What it takes to make a finding of a draft and to put it in words.
        const FINDING: usize = 400;
        let again = shown_again(&checked.tree, &checked.config);
        let rules = RULES
            .saturating_mul(again)
            .saturating_add(FINDING * checked.findings.len());
        Self::of_check(&checked.tree).saturating_add(rules)
    }

    /// What a whole check of a text of this length takes that is not broken, in bytes.
    pub fn of_length(length: usize) -> usize {
        (RULES + 1) * length + 2 * BEGIN
    }
}

/// How many trials it takes at most to find one bad change among so many, and as
/// many good ones as are left.
pub(super) fn least(changes: usize) -> usize {
    let halvings = usize::BITS - changes.leading_zeros();
    2 * halvings as usize + 1
}
