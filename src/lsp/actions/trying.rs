//! Trying out what is offered, as far as the effort does.

use std::cell::OnceCell;

use crate::finding::{Edit, Finding, Severity};
use crate::fix::{Effort, Trials};
use crate::lsp::view::View;
use crate::rules::Checked;

/// Bytes that are read for one request, about: an editor asks at every move of the
/// cursor.
const BYTES: usize = 1_500_000;

/// What trying edits out has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trial {
    /// They do what they are for, and nothing is worse.
    Good,
    /// They do not.
    Bad,
    /// There was no effort left.
    Untried,
}

/// What a request tries out, and what may be spent on it.
pub(super) struct Trying<'v> {
    /// The document.
    pub view: &'v View<'v>,
    /// What is left.
    pub effort: Effort,
    trials: OnceCell<Trials<'v>>,
}

impl<'v> Trying<'v> {
    /// What is done for a request at a place: one trial at least, however large the text.
    pub fn many(view: &'v View<'v>) -> Self {
        let checked = &view.checked;
        let usual = Effort::of_check(&checked.tree);
        let real = Effort::of_checked(checked).max(1);
        // What is spent is counted by the length; a check of this text may take more.
        let bytes = BYTES / real.div_ceil(usual.max(1));
        Self::within(view, bytes.max(usual))
    }

    /// What is done for an action that was chosen: as many trials as one may take.
    pub fn one(view: &'v View<'v>) -> Self {
        /// Places at which a suppression comment is tried.
        const MOST: usize = 3;
        let check = Effort::of_check(view.tree());
        Self::within(view, check.saturating_mul(MOST + 1))
    }

    fn within(view: &'v View<'v>, bytes: usize) -> Self {
        Self {
            view,
            effort: Effort::of(bytes),
            trials: OnceCell::new(),
        }
    }

    /// Takes a check from what may be spent; whether any was left.
    pub fn takes_check(&self) -> bool {
        let is_left = !self.effort.is_spent();
        self.effort.spend(Effort::of_check(self.view.tree()));
        is_left
    }

    /// Takes what it takes to read the text once more and compare what it says; whether any
    /// was left.
    pub fn takes_reading(&self) -> bool {
        let is_left = !self.effort.is_spent();
        let tree = self.view.tree();
        let compared = tree.source().text().len();
        self.effort.spend_reading(tree);
        self.effort.spend(compared);
        is_left
    }

    /// Whether edits that are to mend a finding do: it is gone, nothing is worse, and
    /// there are no more errors.
    pub fn trial(&self, finding: &Finding, edits: &[Edit]) -> Trial {
        if edits.is_empty() {
            return Trial::Bad;
        }
        if !self.takes_check() {
            return Trial::Untried;
        }
        let view = self.view;
        let trials = || Trials::new(&view.checked, &view.settings);
        let after = self.trials.get_or_init(trials).try_out(edits);
        let is_good = after.is_some_and(|mut after| {
            view.hide(&mut after.findings);
            is_mended(&view.checked, &after, finding)
        });
        if is_good { Trial::Good } else { Trial::Bad }
    }
}

fn is_mended(before: &Checked, after: &Checked, finding: &Finding) -> bool {
    let alike = |checked: &Checked| {
        let findings = checked.findings.iter();
        // Where it stands means nothing: what follows in a list may move there.
        let same = findings.filter(|it| it.rule == finding.rule && it.message == finding.message);
        same.count()
    };
    errors(after) <= errors(before) && alike(after) < alike(before)
}

fn errors(checked: &Checked) -> usize {
    let findings = checked.findings.iter();
    findings.filter(|it| it.severity == Severity::Error).count()
}
