//! Findings as diagnostics.

use std::fmt::Write as _;

use gen_lsp_types as lsp;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::finding::{Category, Finding, Severity};
use crate::syntax::Span;
use crate::workspace::MAX_FILE_SIZE;

use super::view::View;

/// Rules about what has no effect or is never used: editors fade it out.
const UNNECESSARY: [&str; 24] = [
    "artifact-duplicate",
    "asc-beta-group-duplicate",
    "asc-cancel-without-app-store",
    "asc-date-without-scheduled",
    "asc-integration-unused",
    "asc-release-options-without-app-store",
    "branch-patterns-without-branch-event",
    "cache-duplicate",
    "cancel-without-branch-event",
    "changeset-implied-entry",
    "email-recipient-duplicate",
    "ignore-unused",
    "input-option-duplicate",
    "input-unused",
    "ios-signing-redundant-keychain",
    "label-duplicate",
    "pattern-duplicate",
    "pattern-overridden",
    "release-notes-duplicate-locale",
    "script-empty",
    "source-without-pr",
    "tag-patterns-without-tag",
    "unused-anchor",
    "variable-group-duplicate",
];

/// Related places that are put into words for an editor that cannot show them.
const MAX_IN_WORDS: usize = 3;

/// What is found in a document, in the order of the text.
pub(super) fn diagnostics(view: &View<'_>) -> Vec<lsp::Diagnostic> {
    let abilities = Abilities::of(view.session.client());
    let findings = view.checked.findings.iter();
    findings
        .map(|finding| made(view, finding, &abilities))
        .collect()
}

/// One finding.
pub(super) fn diagnostic(view: &View<'_>, finding: &Finding) -> lsp::Diagnostic {
    made(view, finding, &Abilities::of(view.session.client()))
}

/// What is said of a text that is not looked at.
pub(super) fn too_large() -> Vec<lsp::Diagnostic> {
    let limit = MAX_FILE_SIZE >> 20;
    let start = lsp::Position::new(0, 0);
    vec![lsp::Diagnostic {
        range: lsp::Range::new(start, start),
        severity: Some(lsp::DiagnosticSeverity::Error),
        source: Some(crate::report::TOOL_NAME.to_owned()),
        message: format!(
            "the text is larger than {limit} MiB, expected a file written by people; it is not checked"
        )
        .into(),
        ..lsp::Diagnostic::default()
    }]
}

/// What tells one answer from another: equal diagnostics have equal names.
pub(super) fn result_id(diagnostics: &[lsp::Diagnostic]) -> String {
    let json = serde_json::to_vec(diagnostics).unwrap_or_default();
    let hash = Sha256::digest(&json);
    let mut id = String::new();
    for byte in hash.iter().take(8) {
        let _ = write!(id, "{byte:02x}");
    }
    id
}

/// Which parts of a diagnostic an editor takes.
#[derive(Default)]
struct Abilities {
    related: bool,
    code_description: bool,
    data: bool,
    tags: Vec<lsp::DiagnosticTag>,
}

impl Abilities {
    /// The protocol asks for them with pushed diagnostics, and since 3.18 with pulled
    /// ones as well; an editor has one way to show both.
    fn of(client: &lsp::ClientCapabilities) -> Self {
        let mut abilities = Self::default();
        let Some(documents) = &client.text_document else {
            return abilities;
        };
        let pushed = documents.publish_diagnostics.as_ref();
        let pushed = pushed.map(|it| &it.diagnostics_capabilities);
        let pulled = documents.diagnostic.as_ref();
        let pulled = pulled.map(|it| &it.diagnostics_capabilities);
        for side in [pushed, pulled].into_iter().flatten() {
            abilities.related |= side.related_information == Some(true);
            abilities.code_description |= side.code_description_support == Some(true);
            abilities.data |= side.data_support == Some(true);
            let tags = side.tag_support.iter().flat_map(|tags| &tags.value_set);
            abilities.tags.extend(tags.copied());
        }
        abilities
    }
}

fn made(view: &View<'_>, finding: &Finding, abilities: &Abilities) -> lsp::Diagnostic {
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(help);
    }
    if !abilities.related {
        for related in finding.related.iter().take(MAX_IN_WORDS) {
            let line = view.source().position(related.span.start()).line;
            let _ = write!(message, "\nline {line}: {}", related.message);
        }
    }
    let place = |span: Span| view.location(view.source().first_line_of(span));
    let related = finding.related.iter().map(|related| {
        lsp::DiagnosticRelatedInformation::new(place(related.span), related.message.clone())
    });
    let description = || lsp::CodeDescription::new(lsp::Uri(finding.url.clone()));
    let tags: Vec<_> = tag(finding)
        .filter(|tag| abilities.tags.contains(tag))
        .into_iter()
        .collect();
    lsp::Diagnostic {
        // A defect may be as long as the file: its first line says where it is, and
        // leaves the others readable.
        range: view.range(view.source().first_line_of(finding.span)),
        severity: Some(severity(finding.severity)),
        code: Some(finding.rule.clone().into_owned().into()),
        code_description: abilities.code_description.then(description),
        source: Some(crate::report::TOOL_NAME.to_owned()),
        message: message.into(),
        tags: (!tags.is_empty()).then_some(tags),
        related_information: (abilities.related && !finding.related.is_empty())
            .then(|| related.collect()),
        data: abilities.data.then(|| data(finding)),
    }
}

/// What a request about the diagnostic later knows it by.
fn data(finding: &Finding) -> serde_json::Value {
    let fix = finding.fix.as_ref();
    json!({
        "fingerprint": finding.fingerprint,
        "fix": fix.map(|fix| json!({ "title": fix.title, "safety": fix.safety })),
    })
}

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::Error,
        Severity::Warning => lsp::DiagnosticSeverity::Warning,
        Severity::Info => lsp::DiagnosticSeverity::Information,
        Severity::Hint => lsp::DiagnosticSeverity::Hint,
    }
}

fn tag(finding: &Finding) -> Option<lsp::DiagnosticTag> {
    if finding.category == Category::Deprecation {
        return Some(lsp::DiagnosticTag::Deprecated);
    }
    let is_unnecessary = UNNECESSARY.contains(&&*finding.rule);
    is_unnecessary.then_some(lsp::DiagnosticTag::Unnecessary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_faded_out_are_rules() {
        for id in UNNECESSARY {
            assert!(crate::rules::find(id).is_some(), "{id}");
        }
        assert!(UNNECESSARY.is_sorted());
    }
}
