//! Findings as diagnostics.

use gen_lsp_types as lsp;

use crate::finding::{Category, Finding, Severity};

use super::view::View;

/// What is found in a document, in the order of the text.
pub(super) fn diagnostics(view: &View<'_>) -> Vec<lsp::Diagnostic> {
    let findings = view.checked.findings.iter();
    findings.map(|finding| diagnostic(view, finding)).collect()
}

/// One finding.
pub(super) fn diagnostic(view: &View<'_>, finding: &Finding) -> lsp::Diagnostic {
    let related = finding.related.iter().map(|related| {
        let location = view.location(related.span);
        lsp::DiagnosticRelatedInformation::new(location, related.message.clone())
    });
    let message = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let mut diagnostic = lsp::Diagnostic {
        range: view.range(view.source().first_line_of(finding.span)),
        severity: Some(severity(finding.severity)),
        code: Some(finding.rule.clone().into_owned().into()),
        code_description: Some(lsp::CodeDescription::new(lsp::Uri(finding.url.clone()))),
        source: Some(crate::report::TOOL_NAME.to_owned()),
        message: message.into(),
        ..lsp::Diagnostic::default()
    };
    diagnostic.related_information = Some(related.collect());
    diagnostic.tags = tag(finding).map(|tag| vec![tag]);
    diagnostic
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
    (finding.category == Category::Deprecation).then_some(lsp::DiagnosticTag::Deprecated)
}
