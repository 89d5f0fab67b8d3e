//! The findings that an editor means by the diagnostics it sends.
//!
//! Its diagnostics may be of the text as it was a moment ago: what they are about is
//! known by the fingerprint, or else by the line.

use gen_lsp_types as lsp;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Finding;
use crate::lsp::view::View;

/// Diagnostics that are looked at, the first in the text: an editor sends all that it has
/// of a selection.
const MOST_SENT: usize = 200;

/// A finding, and where an editor is told that it stands.
struct Told<'f> {
    finding: &'f Finding,
    range: lsp::Range,
    is_taken: bool,
}

/// How a diagnostic may be told to be of a finding, the surest first. The rule is the
/// same in each.
type Sign = fn(&Told<'_>, &lsp::Diagnostic) -> bool;

const SIGNS: [Sign; 5] = [
    |told, sent| has_fingerprint(told.finding, sent) && told.range == sent.range,
    |told, sent| has_fingerprint(told.finding, sent),
    |told, sent| told.range == sent.range && says_the_same(told.finding, sent),
    |told, sent| told.range == sent.range,
    |told, sent| told.range.start.line == sent.range.start.line,
];

/// The diagnostic of each finding, in the order of the findings; no diagnostic is that
/// of two.
pub(super) fn matched<'f>(
    view: &View<'_>,
    findings: &'f [Finding],
    sent: &[&lsp::Diagnostic],
) -> Vec<(&'f Finding, lsp::Diagnostic)> {
    let mut left: Vec<&lsp::Diagnostic> = sent.to_vec();
    if left.len() > MOST_SENT {
        left.sort_by_key(|it| it.range.start);
        left.truncate(MOST_SENT);
    }
    let rules: FxHashSet<&str> = left.iter().filter_map(|it| rule_of(it)).collect();
    let mut by_rule: FxHashMap<&str, Vec<(usize, Told<'f>)>> = FxHashMap::default();
    for (index, finding) in findings.iter().enumerate() {
        if rules.contains(&*finding.rule) {
            let told = Told {
                finding,
                range: view.range(view.source().first_line_of(finding.span)),
                is_taken: false,
            };
            by_rule
                .entry(&finding.rule)
                .or_default()
                .push((index, told));
        }
    }
    let mut found: Vec<(usize, &Finding, &lsp::Diagnostic)> = Vec::new();
    for sign in SIGNS {
        left.retain(|sent| {
            let alike = rule_of(sent).and_then(|rule| by_rule.get_mut(rule));
            let mut alike = alike.into_iter().flatten();
            let Some((index, told)) = alike.find(|(_, it)| !it.is_taken && sign(it, sent)) else {
                return true;
            };
            told.is_taken = true;
            found.push((*index, told.finding, *sent));
            false
        });
    }
    found.sort_unstable_by_key(|(index, ..)| *index);
    let pairs = found.into_iter();
    pairs
        .map(|(_, finding, sent)| (finding, sent.clone()))
        .collect()
}

fn rule_of(sent: &lsp::Diagnostic) -> Option<&str> {
    match sent.code.as_ref()? {
        lsp::Code::String(rule) => Some(rule),
        lsp::Code::Int(_) => None,
    }
}

fn has_fingerprint(finding: &Finding, sent: &lsp::Diagnostic) -> bool {
    let fingerprint = sent.data.as_ref().and_then(|it| it.get("fingerprint"));
    fingerprint.and_then(|it| it.as_str()) == Some(&finding.fingerprint)
}

fn says_the_same(finding: &Finding, sent: &lsp::Diagnostic) -> bool {
    let lsp::Message::String(sent) = &sent.message else {
        let message: lsp::Message = finding.message.clone().into();
        return sent.message == message;
    };
    sent.starts_with(&finding.message)
}
