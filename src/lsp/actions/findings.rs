//! The fixes of findings: one, all of a rule, all that are safe.

use crate::finding::{Edit, Finding, Safety};
use crate::fix::{Effort, Fixed, Hide, RefusalReason, Round, fix_within};
use crate::lsp::view::View;

use super::compose::composed;
use super::later::{Known, Task};
use super::{Action, Asked, FIX_ALL, QUICK_FIX, Trial, Work};

/// The fix of each finding.
pub(super) fn fixes(asked: &Asked<'_>, found: &mut Vec<Action>) {
    let mut offered: Vec<(Vec<Edit>, usize)> = Vec::new();
    for (index, (finding, _)) in asked.findings.iter().enumerate() {
        let Some(fix) = &finding.fix else {
            continue;
        };
        // Several findings may have one fix.
        let same = offered.iter().find(|(edits, _)| *edits == fix.edits);
        if let Some(&(_, at)) = same {
            if let Some(action) = found.get_mut(at) {
                action.mends.push(index);
            }
            continue;
        }
        let trial = asked.trying.trial(finding, &fix.edits);
        let work = match trial {
            Trial::Good => Some(Work::Edits(fix.edits.clone())),
            Trial::Bad => None,
            Trial::Untried => asked.later(true, || Task::Fix(Known::of(finding))),
        };
        let Some(work) = work else {
            continue;
        };
        let is_safe = fix.safety == Safety::Safe;
        let unsafe_word = if is_safe { "" } else { "unsafe, " };
        offered.push((fix.edits.clone(), found.len()));
        found.push(Action {
            title: format!("{} ({unsafe_word}{})", fix.title, finding.rule),
            kind: QUICK_FIX,
            work,
            mends: vec![index],
            is_preferred: is_safe,
        });
    }
}

/// All fixes of a rule that has several findings, for each rule that has one here.
pub(super) fn all_of_a_rule(asked: &Asked<'_>, found: &mut Vec<Action>) {
    let view = asked.view;
    let mut seen: Vec<(&str, Safety)> = Vec::new();
    for (index, (finding, _)) in asked.findings.iter().enumerate() {
        let Some(own) = &finding.fix else {
            continue;
        };
        let rule: &str = &finding.rule;
        if seen.contains(&(rule, own.safety)) {
            continue;
        }
        seen.push((rule, own.safety));
        let is_alike = |it: &&Finding| it.rule == rule && it.fix.is_some();
        if view.checked.findings.iter().filter(is_alike).count() < 2 {
            continue;
        }
        let unsafe_word = match own.safety {
            Safety::Safe => "",
            Safety::Unsafe => " (unsafe)",
        };
        let effort = &asked.trying.effort;
        let (title, work) = match alike(view, finding, Some(effort)) {
            Some((_, 0 | 1)) => continue,
            Some((edits, count)) => (
                format!("fix {count} findings of `{rule}`{unsafe_word}"),
                Some(Work::Edits(edits)),
            ),
            None => (
                format!("fix all findings of `{rule}`{unsafe_word}"),
                asked.later(true, || Task::FixAlike(Known::of(finding))),
            ),
        };
        found.extend(work.map(|work| Action {
            title,
            kind: QUICK_FIX,
            work,
            mends: vec![index],
            is_preferred: false,
        }));
    }
}

/// All safe fixes of the file: what `check --fix` does.
pub(super) fn fix_all(asked: &Asked<'_>) -> Option<Action> {
    // Who does not ask for it by name shall not wait for it at each move of the cursor.
    if asked.only.is_none() && asked.is_automatic {
        return None;
    }
    let is_safe = |it: &Finding| it.fix.as_ref().is_some_and(|it| it.safety == Safety::Safe);
    if !asked.view.checked.findings.iter().any(is_safe) {
        return None;
    }
    let is_later = asked.later(true, || Task::FixAll);
    // Who asks for it by name gets it, if it cannot be had later.
    let is_bounded = asked.only.is_none() || is_later.is_some();
    let effort = is_bounded.then_some(&asked.trying.effort);
    let (title, work) = match safe(asked.view, effort) {
        Some((edits, _)) if edits.is_empty() => return None,
        Some((edits, count)) => {
            let noun = if count == 1 { "finding" } else { "findings" };
            (
                format!("fix {count} {noun} that can be fixed safely"),
                Work::Edits(edits),
            )
        }
        None => (
            "fix all findings that can be fixed safely".to_owned(),
            is_later?,
        ),
    };
    Some(Action {
        title,
        kind: FIX_ALL,
        work,
        mends: Vec::new(),
        is_preferred: false,
    })
}

/// The edits of the fixes of a finding's rule, as far as they are as safe as its own, and
/// how many findings they mend; `None` where the effort does not do.
pub(super) fn alike(
    view: &View<'_>,
    finding: &Finding,
    effort: Option<&Effort>,
) -> Option<(Vec<Edit>, usize)> {
    let hide = |findings: &mut Vec<Finding>| {
        view.hide(findings);
        findings.retain(|it| it.rule == finding.rule);
    };
    fixed(view, finding.fix.as_ref()?.safety, &hide, effort)
}

/// The edits of all safe fixes, and how many findings they mend; `None` where the effort
/// does not do.
pub(super) fn safe(view: &View<'_>, effort: Option<&Effort>) -> Option<(Vec<Edit>, usize)> {
    let hide = |findings: &mut Vec<Finding>| view.hide(findings);
    fixed(view, Safety::Safe, &hide, effort)
}

/// With no effort given, as much is tried as the text needs.
fn fixed(
    view: &View<'_>,
    safety: Safety,
    hide: Hide<'_>,
    effort: Option<&Effort>,
) -> Option<(Vec<Edit>, usize)> {
    /// Checks that this takes in most files: two rounds, and one to see the end.
    const CHECKS: usize = 3;
    if effort.is_some_and(|effort| !effort.is_enough(CHECKS, view.tree())) {
        return None;
    }
    let source = view.source();
    let fixed: Fixed = fix_within(source, &view.settings, safety, hide, effort);
    let is_untried = |reason| matches!(reason, RefusalReason::NotTried);
    if effort.is_some() && fixed.refused.iter().any(|it| is_untried(it.reason)) {
        return None;
    }
    let rounds: Vec<Vec<Edit>> = fixed.rounds.iter().map(Round::edits).collect();
    let edits = composed(source.text().len(), rounds.iter().map(Vec::as_slice));
    Some((edits, fixed.count()))
}
