//! `textDocument/diagnostic`

use gen_lsp_types as lsp;

use crate::lsp::diagnostics::{diagnostics, result_id, too_large};
use crate::lsp::session::Session;

/// Only what has changed since the last answer; nothing about other documents.
pub(in crate::lsp) fn answer(
    session: &mut Session,
    params: &lsp::DocumentDiagnosticParams,
) -> lsp::DocumentDiagnosticReport {
    let items = found(session, &params.text_document.uri).unwrap_or_default();
    let id = result_id(&items);
    if params.previous_result_id.as_ref() == Some(&id) {
        let unchanged = lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport::new(id),
        };
        return unchanged.into();
    }
    let full = lsp::RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport::new(Some(id), items),
    };
    full.into()
}

/// What is found in an open document; `None` where it is none of ours.
pub(in crate::lsp) fn found(session: &mut Session, uri: &lsp::Uri) -> Option<Vec<lsp::Diagnostic>> {
    if session.document(uri)?.is_too_large() {
        return Some(too_large());
    }
    session.view(uri).map(|view| diagnostics(&view))
}
