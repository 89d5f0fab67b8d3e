//! Applies fixes to a text: without conflicts, round after round, and never so
//! that the text is worse than before.
//!
//! What is promised, whatever the rules offer:
//!
//! - A fix is applied whole or not at all, and no two overlap.
//! - The result has no more problems of syntax and structure than the text had.
//! - Every value that no edit touches is still there, under the same keys; so is
//!   every comment.
//! - Fixes are applied until none is left that may be. To do it again changes
//!   nothing.
//!
//! Nothing here touches a file: [`fix`] takes a text and gives another.

mod conflicts;
mod edits;
mod ignore;
mod keep;
mod sound;

use std::collections::BTreeSet;

use crate::finding::{Edit, Finding, Fix, Safety};
use crate::rules::{Checked, Settings, check};
use crate::syntax::SourceFile;

pub use edits::applied;
pub use ignore::{Ignored, Reason, ReasonError, ignore};

use conflicts::{Candidate, choose};
use keep::keep;
use sound::is_sound;

/// Rounds after which fixes that still make work for each other are given up. Each
/// round applies all fixes that do not overlap, so real files need two or three.
const MAX_ROUNDS: usize = 50;

/// How many texts of this length, in bytes, are tried in a round to find the fixes
/// that do harm. One in a thousand is found with twenty; a large file in which every
/// fix does harm must end too.
fn trials(length: usize) -> usize {
    const MOST: usize = 100;
    const LEAST: usize = 8;
    /// Bytes that are checked for one round, about.
    const BYTES: usize = 10_000_000;
    (BYTES / length.max(1)).clamp(LEAST, MOST)
}

/// Takes out of a list of findings those that are not to be touched, such as those
/// that a baseline accepts.
pub type Hide<'a> = &'a dyn Fn(&mut Vec<Finding>);

/// A text with its fixes applied.
pub struct Fixed {
    /// The check of the text as it is at the end; hidden findings are in it.
    pub checked: Checked,
    /// What was done, in order. Empty where nothing was to do.
    pub rounds: Vec<Round>,
    /// Fixes that were offered and may not be applied.
    pub refused: Vec<Refused>,
}

impl Fixed {
    /// How many findings were mended by fixes of their own.
    pub fn count(&self) -> usize {
        self.applied().map(|it| it.findings.len()).sum()
    }

    /// All applied fixes, in the order in which they were applied.
    pub fn applied(&self) -> impl Iterator<Item = &Applied> {
        self.rounds.iter().flat_map(|round| &round.applied)
    }
}

/// Fixes that were applied at once.
pub struct Round {
    /// The text before.
    pub source: SourceFile,
    /// The fixes, in the order of the text; they do not overlap.
    pub applied: Vec<Applied>,
}

impl Round {
    /// All edits of the round, in the order of the text.
    pub fn edits(&self) -> Vec<Edit> {
        edits::sorted(self.applied.iter().map(|it| &it.fix))
    }
}

/// A fix that was applied.
pub struct Applied {
    /// The fix; its edits are places of the round's text.
    pub fix: Fix,
    /// The findings that offered this very fix.
    pub findings: Vec<Finding>,
    /// Whether aliases take what was edited elsewhere.
    pub is_shared: bool,
}

/// A fix that was not applied although nothing stands in its way.
pub struct Refused {
    /// The finding that offers it.
    pub finding: Finding,
    /// Why not.
    pub reason: RefusalReason,
}

/// Why a fix was not applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefusalReason {
    /// The text would have more problems, or lose or change what is not its own.
    Harm,
    /// Fixes of the rule make work for each other without end.
    Endless,
}

/// Applies the fixes of all findings that `hide` leaves, up to this safety, until
/// none is left that may be applied.
///
/// A text whose bytes were not UTF-8 is not changed: it is not what was read.
pub fn fix(source: &SourceFile, settings: &Settings, safety: Safety, hide: Hide<'_>) -> Fixed {
    let mut endless = BTreeSet::new();
    loop {
        let run = Run {
            settings,
            safety,
            hide,
            endless: &endless,
        };
        match run.until_stable(source.clone()) {
            Ok(fixed) => return fixed,
            // Each time there is one rule more, so this ends.
            Err(rules) => endless.extend(rules),
        }
    }
}

struct Run<'a> {
    settings: &'a Settings,
    safety: Safety,
    hide: Hide<'a>,
    /// Rules whose fixes come to no end.
    endless: &'a BTreeSet<String>,
}

impl Run<'_> {
    /// The fixed text, or the rules whose fixes come to no end.
    fn until_stable(&self, source: SourceFile) -> Result<Fixed, BTreeSet<String>> {
        let is_text = source.invalid_utf8().is_empty();
        let mut checked = check(source, self.settings);
        let mut rounds: Vec<Round> = Vec::new();
        loop {
            let (candidates, mut refused) = self.candidates(&checked);
            let chosen = if is_text {
                choose(candidates)
            } else {
                Vec::new()
            };
            let trials = trials(checked.tree.source().text().len());
            let kept = keep(chosen, trials, |chosen| try_out(&checked, chosen, self));
            refused.extend(kept.refused.into_iter().flat_map(Candidate::refused));
            let Some(next) = kept.result else {
                return Ok(Fixed {
                    checked,
                    rounds,
                    refused,
                });
            };
            let is_shared = |fix: &Fix| {
                let tree = &checked.tree;
                let shared = |edit: &Edit| tree.is_shared(tree.innermost(edit.span.start()));
                fix.edits.iter().any(shared)
            };
            rounds.push(Round {
                source: checked.tree.source().clone(),
                applied: kept
                    .good
                    .into_iter()
                    .map(|it| Applied {
                        is_shared: is_shared(&it.fix),
                        fix: it.fix,
                        findings: it.findings,
                    })
                    .collect(),
            });
            let text = next.tree.source().text();
            let since = rounds.iter().position(|it| it.source.text() == text);
            let since = since.or((rounds.len() >= MAX_ROUNDS).then_some(rounds.len() - 1));
            if let Some(since) = since {
                return Err(rules_of(rounds.get(since..).unwrap_or_default()));
            }
            checked = next;
        }
    }

    /// The fixes that may be applied, each once, and those that come to no end.
    fn candidates(&self, checked: &Checked) -> (Vec<Candidate>, Vec<Refused>) {
        let mut findings = checked.findings.clone();
        (self.hide)(&mut findings);
        let mut refused = Vec::new();
        let mut candidates = Vec::new();
        for finding in findings {
            let Some(fix) = finding.fix.clone() else {
                continue;
            };
            let may = fix.safety == Safety::Safe || self.safety == Safety::Unsafe;
            if !may || !edits::are_sound(checked.tree.source(), &fix.edits) {
                continue;
            }
            if self.endless.contains(finding.rule.as_ref()) {
                let reason = RefusalReason::Endless;
                refused.push(Refused { finding, reason });
                continue;
            }
            candidates.push(Candidate {
                fix,
                findings: vec![finding],
            });
        }
        (candidates, refused)
    }
}

/// The check of the text with these fixes, if it is no worse.
fn try_out(before: &Checked, chosen: &[Candidate], run: &Run<'_>) -> Option<Checked> {
    let source = before.tree.source();
    let edits = edits::sorted(chosen.iter().map(|it| &it.fix));
    let text = applied(source.text(), &edits);
    let after = check(SourceFile::new(source.name(), text), run.settings);
    is_sound(&before.tree, &edits, &after.tree).then_some(after)
}

fn rules_of(rounds: &[Round]) -> BTreeSet<String> {
    let applied = rounds.iter().flat_map(|round| &round.applied);
    applied
        .flat_map(|it| &it.findings)
        .map(|finding| finding.rule.to_string())
        .collect()
}

#[cfg(test)]
mod tests;
