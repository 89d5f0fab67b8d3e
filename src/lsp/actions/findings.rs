//! The fixes of findings: one, all of a rule, all that are safe.

use crate::finding::{Edit, Finding, Safety};
use crate::fix::{Effort, Fixed, Hide, RefusalReason, Round, fix_within};

use super::compose::composed;
use super::{Action, Asked, FIX_ALL, QUICK_FIX};

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
        if !asked.mends(finding, &fix.edits) {
            continue;
        }
        let is_safe = fix.safety == Safety::Safe;
        let unsafe_word = if is_safe { "" } else { "unsafe, " };
        offered.push((fix.edits.clone(), found.len()));
        found.push(Action {
            title: format!("{} ({unsafe_word}{})", fix.title, finding.rule),
            kind: QUICK_FIX,
            edits: fix.edits.clone(),
            mends: vec![index],
            is_preferred: is_safe,
        });
    }
}

/// All fixes of a rule that has several findings, for each rule that has one here.
pub(super) fn all_of_a_rule(asked: &Asked<'_>, found: &mut Vec<Action>) {
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
        let findings = &asked.view.checked.findings;
        if findings.iter().filter(is_alike).count() < 2 {
            continue;
        }
        let hide = |findings: &mut Vec<Finding>| {
            asked.view.hide(findings);
            findings.retain(|it| it.rule == rule);
        };
        let Some((edits, count)) = fixed(asked, own.safety, &hide) else {
            continue;
        };
        if count < 2 {
            continue;
        }
        let unsafe_word = match own.safety {
            Safety::Safe => "",
            Safety::Unsafe => " (unsafe)",
        };
        found.push(Action {
            title: format!("fix {count} findings of `{rule}`{unsafe_word}"),
            kind: QUICK_FIX,
            edits,
            mends: vec![index],
            is_preferred: false,
        });
    }
}

/// All safe fixes of the file: what `check --fix` does.
pub(super) fn fix_all(asked: &Asked<'_>) -> Option<Action> {
    // Who does not ask for it by name shall not wait for it at each move of the cursor.
    if asked.only.is_none() && asked.is_automatic {
        return None;
    }
    let is_asked_for = asked.only.is_some();
    let hide = |findings: &mut Vec<Finding>| asked.view.hide(findings);
    let safe = |it: &Finding| it.fix.as_ref().is_some_and(|it| it.safety == Safety::Safe);
    if !asked.view.checked.findings.iter().any(safe) {
        return None;
    }
    let (edits, count) = if is_asked_for {
        edits_of(asked, Safety::Safe, &hide, None)?
    } else {
        fixed(asked, Safety::Safe, &hide)?
    };
    let noun = if count == 1 { "finding" } else { "findings" };
    (!edits.is_empty()).then(|| Action {
        title: format!("fix {count} {noun} that can be fixed safely"),
        kind: FIX_ALL,
        edits,
        mends: Vec::new(),
        is_preferred: false,
    })
}

/// The edits of many fixes, and how many findings they mend, if there is time for all.
fn fixed(asked: &Asked<'_>, safety: Safety, hide: Hide<'_>) -> Option<(Vec<Edit>, usize)> {
    /// Checks that this takes in most files: two rounds, and one to see the end.
    const CHECKS: usize = 3;
    if !asked.effort.is_enough(CHECKS, asked.view.tree()) {
        return None;
    }
    edits_of(asked, safety, hide, Some(&asked.effort))
}

/// `None` where the effort did not do.
fn edits_of(
    asked: &Asked<'_>,
    safety: Safety,
    hide: Hide<'_>,
    effort: Option<&Effort>,
) -> Option<(Vec<Edit>, usize)> {
    let source = asked.view.source();
    let fixed: Fixed = fix_within(source, &asked.view.settings, safety, hide, effort);
    let is_untried = |reason| matches!(reason, RefusalReason::NotTried);
    if effort.is_some() && fixed.refused.iter().any(|it| is_untried(it.reason)) {
        return None;
    }
    let rounds: Vec<Vec<Edit>> = fixed.rounds.iter().map(Round::edits).collect();
    let edits = composed(source.text().len(), rounds.iter().map(Vec::as_slice));
    Some((edits, fixed.count()))
}
