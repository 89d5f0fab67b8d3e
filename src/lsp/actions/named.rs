//! The findings that an editor means by the diagnostics it sends.
//!
//! Its diagnostics may be of the text as it was a moment ago: what they are about is
//! known by the fingerprint, or else by the line.

use gen_lsp_types as lsp;

use crate::finding::Finding;
use crate::lsp::view::View;

/// How a diagnostic may be told to be of a finding, the surest first. The rule is the
/// same in each.
type Sign = fn(&View<'_>, &Finding, &lsp::Diagnostic) -> bool;

const SIGNS: [Sign; 5] = [
    |view, finding, sent| has_fingerprint(finding, sent) && has_range(view, finding, sent),
    |_, finding, sent| has_fingerprint(finding, sent),
    |view, finding, sent| has_range(view, finding, sent) && says_the_same(finding, sent),
    has_range,
    |view, finding, sent| range(view, finding).start.line == sent.range.start.line,
];

/// The diagnostic of each finding, in the order of the findings; no diagnostic is that
/// of two.
pub(super) fn matched<'f>(
    view: &View<'_>,
    findings: &'f [Finding],
    sent: &[&lsp::Diagnostic],
) -> Vec<(&'f Finding, lsp::Diagnostic)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for sign in SIGNS {
        for (at, diagnostic) in sent.iter().enumerate() {
            if found.iter().any(|(_, taken)| *taken == at) {
                continue;
            }
            let fits = |index: usize, finding: &Finding| {
                has_rule(finding, diagnostic)
                    && sign(view, finding, diagnostic)
                    && !found.iter().any(|(taken, _)| *taken == index)
            };
            let mut indexed = findings.iter().enumerate();
            if let Some((index, _)) = indexed.find(|(index, it)| fits(*index, it)) {
                found.push((index, at));
            }
        }
    }
    found.sort_unstable();
    let pairs = found.into_iter();
    let pair = |(index, at): (usize, usize)| {
        let diagnostic: &lsp::Diagnostic = sent.get(at)?;
        Some((findings.get(index)?, diagnostic.clone()))
    };
    pairs.filter_map(pair).collect()
}

fn has_rule(finding: &Finding, sent: &lsp::Diagnostic) -> bool {
    let own: lsp::Code = finding.rule.clone().into_owned().into();
    sent.code == Some(own)
}

fn has_fingerprint(finding: &Finding, sent: &lsp::Diagnostic) -> bool {
    let data = sent.data.as_ref();
    let fingerprint = data.and_then(|it| it.get("fingerprint")).cloned();
    fingerprint.is_some() && fingerprint == serde_json::to_value(&finding.fingerprint).ok()
}

fn range(view: &View<'_>, finding: &Finding) -> lsp::Range {
    view.range(view.source().first_line_of(finding.span))
}

fn has_range(view: &View<'_>, finding: &Finding, sent: &lsp::Diagnostic) -> bool {
    sent.range == range(view, finding)
}

fn says_the_same(finding: &Finding, sent: &lsp::Diagnostic) -> bool {
    let message: lsp::Message = finding.message.clone().into();
    let lsp::Message::String(sent) = &sent.message else {
        return sent.message == message;
    };
    sent.starts_with(&finding.message)
}
