//! Silencing a rule, here or in the whole file.

use crate::finding::suppression::PLACEHOLDER;
use crate::finding::{Edit, Finding};
use crate::fix::{Reason, Silencer};
use crate::lsp::view::View;

use super::later::{Known, Task};
use super::trying::Trying;
use super::{Action, Asked, QUICK_FIX, Work};

/// A reason to try the comments out with: a placeholder is none, and is put in its place
/// afterwards.
const REASON: &str = "reason-to-be-written";

/// A comment for each finding, and one for its rule.
pub(super) fn offers(asked: &Asked<'_>, found: &mut Vec<Action>) {
    let effort = &asked.trying.effort;
    let all = with_silencer(asked.trying.view, |silencer| {
        let mut rules: Vec<&str> = Vec::new();
        for (index, (finding, _)) in asked.findings.iter().enumerate() {
            let rule: &str = &finding.rule;
            if !Silencer::knows(rule) {
                continue;
            }
            let mut offer = |title: String, edits: Option<Vec<Edit>>, task: fn(Known) -> Task| {
                let edits = edits.map(|edits| Work::Edits(to_be_written(edits)));
                let later = || asked.later(effort.is_spent(), || task(Known::of(finding)));
                let Some(work) = edits.or_else(later) else {
                    return;
                };
                found.push(Action {
                    title,
                    kind: QUICK_FIX,
                    work,
                    mends: vec![index],
                    is_preferred: false,
                });
            };
            let here = silencer.here(finding, effort);
            offer(format!("silence `{rule}` here"), here, Task::Silence);
            if !rules.contains(&rule) {
                rules.push(rule);
                let title = format!("silence `{rule}` in the whole file");
                offer(title, silencer.in_file(rule, effort), Task::SilenceRule);
            }
        }
    });
    all.unwrap_or_default();
}

/// The edits that silence one finding where it stands.
pub(super) fn here(trying: &Trying<'_>, finding: &Finding) -> Option<Vec<Edit>> {
    let edits = with_silencer(trying.view, |it| it.here(finding, &trying.effort));
    edits.flatten().map(to_be_written)
}

/// The edits that silence a rule in the whole file.
pub(super) fn in_file(trying: &Trying<'_>, rule: &str) -> Option<Vec<Edit>> {
    let edits = with_silencer(trying.view, |it| it.in_file(rule, &trying.effort));
    edits.flatten().map(to_be_written)
}

fn with_silencer<T>(view: &View<'_>, work: impl FnOnce(&Silencer<'_>) -> T) -> Option<T> {
    let reason = REASON.parse::<Reason>().ok()?;
    let hide = |findings: &mut Vec<Finding>| view.hide(findings);
    let silencer = Silencer::new(&view.checked, &view.settings, &reason, &hide);
    Some(work(&silencer))
}

/// The edits with a reason that is still to be written.
fn to_be_written(mut edits: Vec<Edit>) -> Vec<Edit> {
    for edit in &mut edits {
        edit.text = edit.text.replace(REASON, PLACEHOLDER);
    }
    edits
}
