//! Silencing a rule, here or in the whole file.

use crate::finding::suppression::PLACEHOLDER;
use crate::finding::{Edit, Finding};
use crate::fix::{Reason, ignore_in_file, ignore_within};

use super::compose::composed;
use super::{Action, Asked, QUICK_FIX};

/// A reason to try the comments out with: a placeholder is none, and is put in its place
/// afterwards.
const REASON: &str = "reason-to-be-written";

/// A comment for each finding, and one for its rule.
pub(super) fn offers(asked: &Asked<'_>, found: &mut Vec<Action>) {
    let Ok(reason) = REASON.parse::<Reason>() else {
        return;
    };
    let mut rules: Vec<&str> = Vec::new();
    for (index, (finding, _)) in asked.findings.iter().enumerate() {
        found.extend(here(asked, finding, &reason).map(|edits| {
            let title = format!("silence `{}` here", finding.rule);
            action(title, edits, index)
        }));
        let rule: &str = &finding.rule;
        if rules.contains(&rule) || !asked.takes_check() {
            continue;
        }
        rules.push(rule);
        let view = asked.view;
        let edits = ignore_in_file(&view.checked, rule, &view.settings, &reason);
        found.extend(edits.map(|edits| {
            let title = format!("silence `{rule}` in the whole file");
            action(title, edits, index)
        }));
    }
}

fn action(title: String, mut edits: Vec<Edit>, index: usize) -> Action {
    for edit in &mut edits {
        edit.text = edit.text.replace(REASON, PLACEHOLDER);
    }
    Action {
        title,
        kind: QUICK_FIX,
        edits,
        mends: vec![index],
        is_preferred: false,
    }
}

/// The edits that silence one finding where it stands.
fn here(asked: &Asked<'_>, finding: &Finding, reason: &Reason) -> Option<Vec<Edit>> {
    if asked.effort.is_spent() {
        return None;
    }
    let source = asked.view.source();
    // Lines move while comments are written; the fingerprint does not.
    let is_it = |it: &Finding| it.rule == finding.rule && it.fingerprint == finding.fingerprint;
    let hide = |findings: &mut Vec<Finding>| findings.retain(is_it);
    let effort = Some(&asked.effort);
    let ignored = ignore_within(source, &asked.view.settings, reason, &hide, effort);
    let is_silenced = ignored.count > 0 && ignored.refused.is_empty();
    let rounds = ignored.rounds.iter().map(|(_, edits)| edits.as_slice());
    is_silenced.then(|| composed(source.text().len(), rounds))
}
