//! `workspace/diagnostic`

use std::collections::{BTreeMap, BTreeSet};

use gen_lsp_types as lsp;

use crate::lsp::diagnostics::result_id;
use crate::lsp::session::Session;

use super::document_diagnostic::found;

/// Every codemagic.yaml below the workspace's folders, and every open one. What is open
/// counts as the editor has it, the others as they were found on disk before.
pub(in crate::lsp) fn answer(
    session: &mut Session,
    params: &lsp::WorkspaceDiagnosticParams,
) -> lsp::WorkspaceDiagnosticReport {
    let previous = params.previous_result_ids.iter();
    let mut previous: BTreeMap<&str, &str> = previous
        .map(|id| (id.uri.0.as_str(), id.value.as_str()))
        .collect();
    let mut reports = Vec::new();
    let open = session.documents();
    let open: Vec<_> = open
        .map(|document| {
            (
                document.uri.clone(),
                document.path.clone(),
                document.version,
            )
        })
        .collect();
    for (uri, _, version) in &open {
        let items = found(session, uri).unwrap_or_default();
        let known = previous.remove(uri.0.as_str());
        reports.push(report(
            uri,
            Some(*version),
            &result_id(&items),
            &items,
            known,
        ));
    }
    let open: BTreeSet<_> = open
        .iter()
        .filter_map(|(_, path, _)| path.as_ref())
        .collect();
    for path in session.project.files().iter() {
        if open.contains(path) {
            continue;
        }
        if let Some(found) = session.disk.get(path) {
            let known = previous.remove(found.uri.0.as_str());
            reports.push(report(
                &found.uri,
                None,
                &found.result_id,
                &found.items,
                known,
            ));
        }
    }
    // What was reported once and is no more.
    let nothing = result_id(&[]);
    for (uri, known) in previous {
        if known != nothing {
            let uri = lsp::Uri(uri.to_owned());
            reports.push(report(&uri, None, &nothing, &[], Some(known)));
        }
    }
    lsp::WorkspaceDiagnosticReport::new(reports)
}

/// Whether an answer says anything that the editor does not know.
pub(in crate::lsp) fn is_news(report: &lsp::WorkspaceDiagnosticReport) -> bool {
    use lsp::WorkspaceDocumentDiagnosticReport as Report;
    let is_full = |item: &Report| matches!(item, Report::WorkspaceFullDocumentDiagnosticReport(_));
    report.items.iter().any(is_full)
}

fn report(
    uri: &lsp::Uri,
    version: Option<i32>,
    id: &str,
    items: &[lsp::Diagnostic],
    known: Option<&str>,
) -> lsp::WorkspaceDocumentDiagnosticReport {
    let (uri, result_id) = (uri.clone(), id.to_owned());
    if known == Some(id) {
        return lsp::WorkspaceUnchangedDocumentDiagnosticReport {
            uri,
            version,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport::new(
                result_id,
            ),
        }
        .into();
    }
    lsp::WorkspaceFullDocumentDiagnosticReport {
        uri,
        version,
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport::new(
            Some(result_id),
            items.to_vec(),
        ),
    }
    .into()
}
