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
mod effort;
mod ignore;
mod keep;
mod sound;
mod trials;

use std::collections::BTreeSet;

use crate::finding::{Edit, Finding, Fix, Safety};
use crate::rules::{Checked, Settings, check_tree};
use crate::syntax::{SourceFile, Tree, parse};

pub use edits::applied;
pub use effort::Effort;
pub use ignore::{Ignored, Reason, ReasonError, Silencer, ignore, ignore_checked};
pub use trials::Trials;

use conflicts::{Candidate, choose};
use keep::keep;
use sound::{Measure, is_sound};

/// Rounds after which fixes that still make work for each other are given up. Each
/// round applies all fixes that do not overlap, so real files need two or three.
const MAX_ROUNDS: usize = 50;

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
    /// The check of the text as it was; `None` where nothing was done, so that it is
    /// that of the end.
    first: Option<Checked>,
}

impl Fixed {
    /// The check of the text as it was, `None` where it is that of the end; and that
    /// of the end.
    pub fn into_checks(self) -> (Option<Checked>, Checked) {
        (self.first, self.checked)
    }

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
    /// So many others do harm that this one was not tried.
    NotTried,
    /// The text holds bytes that are not UTF-8: it is not what was read.
    NotText,
}

/// Applies the fixes of all findings that `hide` leaves, up to this safety, until
/// none is left that may be applied.
///
/// A text whose bytes were not UTF-8 is not changed: it is not what was read.
pub fn fix(source: &SourceFile, settings: &Settings, safety: Safety, hide: Hide<'_>) -> Fixed {
    fix_within(source, settings, safety, hide, None)
}

/// What [`fix`] does, with no more than this effort, from which it takes; what could not
/// be tried is refused as [`RefusalReason::NotTried`].
pub fn fix_within(
    source: &SourceFile,
    settings: &Settings,
    safety: Safety,
    hide: Hide<'_>,
    effort: Option<&Effort>,
) -> Fixed {
    fix_tree(parse(source.clone()), settings, safety, hide, effort)
}

/// What [`fix_within`] does with a text that was parsed before.
pub fn fix_tree(
    tree: Tree,
    settings: &Settings,
    safety: Safety,
    hide: Hide<'_>,
    effort: Option<&Effort>,
) -> Fixed {
    let source = tree.source().clone();
    let mut parsed = Some(tree);
    let mut endless = BTreeSet::new();
    loop {
        let tree = parsed.take().unwrap_or_else(|| parse(source.clone()));
        let run = Run {
            settings,
            safety,
            hide,
            endless: &endless,
            effort,
        };
        match run.until_stable(tree) {
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
    /// What may be spent; `None` for what the text needs.
    effort: Option<&'a Effort>,
}

impl Run<'_> {
    /// The fixed text, or the rules whose fixes come to no end.
    fn until_stable(&self, tree: Tree) -> Result<Fixed, BTreeSet<String>> {
        let is_text = tree.source().invalid_utf8().is_empty();
        let mut checked = check_tree(tree, self.settings);
        let usual = || {
            let fixes = checked.findings.iter().filter(|it| it.fix.is_some());
            let tree = &checked.tree;
            Effort::for_changes(tree.effort(), tree.source().text().len(), fixes.count())
        };
        let usual = usual();
        let effort = self.effort.unwrap_or(&usual);
        effort.spend(Effort::of_check(&checked.tree));
        let mut first = None;
        let mut rounds: Vec<Round> = Vec::new();
        let mut waiting = Waiting::default();
        loop {
            let (candidates, mut refused) = self.candidates(&checked);
            let (waits, ready) = waiting.part(candidates);
            let given_up = match is_text {
                false => Some(RefusalReason::NotText),
                true if effort.is_spent() => Some(RefusalReason::NotTried),
                true => None,
            };
            let offered = ready.len();
            let chosen = given_up.is_none().then(|| choose(ready.clone()));
            let chosen = chosen.unwrap_or_default();
            let measure = Measure::new(&checked.tree);
            let source = checked.tree.source();
            let kept = keep(chosen, effort, |chosen| {
                try_out(source, &measure, chosen, effort)
            });
            let is_partial = !kept.untried.is_empty();
            let Some(next) = kept.result else {
                if given_up.is_none() && !is_partial && waiting.goes_on(offered, &kept.refused) {
                    continue;
                }
                let tried = given_up.map_or(kept.refused, |_| Vec::new());
                let untried = given_up.map_or(kept.untried, |_| ready);
                let reason = given_up.unwrap_or(RefusalReason::NotTried);
                let harmful = tried.into_iter().chain(waits);
                refused.extend(harmful.flat_map(|it| it.refused(RefusalReason::Harm)));
                refused.extend(untried.into_iter().flat_map(|it| it.refused(reason)));
                return Ok(Fixed {
                    checked,
                    rounds,
                    refused,
                    first,
                });
            };
            // Only what is kept is shown to the rules.
            let next = check_tree(next, self.settings);
            effort.spend_rules(&next.tree);
            waiting.after_round(&kept.refused);
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
            let is_endless = rounds.len() >= MAX_ROUNDS;
            let since = since.or(is_endless.then_some(rounds.len() - 1));
            if let Some(since) = since {
                return Err(rules_of(rounds.get(since..).unwrap_or_default()));
            }
            let before = std::mem::replace(&mut checked, next);
            first.get_or_insert(before);
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

/// Fixes that did harm. They wait until no others are left, so that they need not be
/// found again in each round; then they are tried once more, since the others may
/// have made room for them.
#[derive(Default)]
struct Waiting {
    names: BTreeSet<Name>,
    /// Some did harm to an earlier text only.
    is_old: bool,
}

/// What a fix is known by while the text around it changes: the rule and the path of
/// a finding, and what is to be done.
type Name = (String, String, String);

fn name(candidate: &Candidate) -> Option<Name> {
    let finding = candidate.findings.first()?;
    let (rule, path) = (finding.rule.to_string(), finding.path.clone());
    Some((rule, path, candidate.fix.title.clone()))
}

impl Waiting {
    /// Those that wait, and those that do not.
    fn part(&self, candidates: Vec<Candidate>) -> (Vec<Candidate>, Vec<Candidate>) {
        let waits = |it: &Candidate| name(it).is_some_and(|name| self.names.contains(&name));
        candidates.into_iter().partition(waits)
    }

    /// Whether there is more to try after a round that brought nothing. In the end all
    /// were tried on this very text, in the order in which a fix of it would try them:
    /// to do it again changes nothing.
    fn goes_on(&mut self, offered: usize, harmful: &[Candidate]) -> bool {
        let found: usize = harmful.iter().map(|it| it.findings.len()).sum();
        if found > 0 && found < offered {
            // What they stood in the way of.
            self.names.extend(harmful.iter().filter_map(name));
            return true;
        }
        if !self.is_old {
            return false;
        }
        self.names.clear();
        self.is_old = false;
        true
    }

    fn after_round(&mut self, harmful: &[Candidate]) {
        self.names.extend(harmful.iter().filter_map(name));
        self.is_old = !self.names.is_empty();
    }
}

/// The text with these fixes, if it is no worse.
fn try_out(
    source: &SourceFile,
    before: &Measure<'_>,
    chosen: &[Candidate],
    effort: &Effort,
) -> Option<Tree> {
    let edits = edits::sorted(chosen.iter().map(|it| &it.fix));
    let text = applied(source.text(), &edits);
    let after = parse(SourceFile::new(source.name(), text));
    effort.spend_reading(&after);
    is_sound(before, &edits, &after).then_some(after)
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
