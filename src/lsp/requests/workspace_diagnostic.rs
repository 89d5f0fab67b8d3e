//! `workspace/diagnostic`

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gen_lsp_types as lsp;

use crate::lsp::diagnostics::{diagnostics, result_id};
use crate::lsp::session::Session;
use crate::lsp::uri;
use crate::lsp::view::View;
use crate::syntax::SourceFile;
use crate::workspace::{display_name, read_file};

use super::document_diagnostic::found;

/// Every codemagic.yaml below the workspace's folders, and every open one. What is open
/// counts as the editor has it, the others as they lie on disk.
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
        reports.push(report(uri, Some(*version), items, known));
    }
    for path in session.project.files() {
        if open.iter().any(|(_, open, _)| open.as_ref() == Some(&path)) {
            continue;
        }
        let (uri, items) = on_disk(session, &path);
        let known = previous.remove(uri.0.as_str());
        reports.push(report(&uri, None, items, known));
    }
    // What was reported once and is no more.
    let nothing = result_id(&[]);
    for (uri, known) in previous {
        if known != nothing {
            let uri = lsp::Uri(uri.to_owned());
            reports.push(report(&uri, None, Vec::new(), Some(known)));
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

fn on_disk(session: &Session, path: &Path) -> (lsp::Uri, Vec<lsp::Diagnostic>) {
    let uri = uri::from_path(path);
    let name = display_name(session.project.cwd(), path);
    // What cannot be read any more has nothing in it.
    let Ok(bytes) = read_file(path, &name) else {
        return (uri, Vec::new());
    };
    let source = SourceFile::from_bytes(name, bytes);
    let (checked, settings, _) = session.project.check(Some(path), source);
    let view = View {
        session,
        uri: &uri,
        checked: Arc::new(checked),
        settings: Arc::new(settings),
    };
    let found = diagnostics(&view);
    (uri, found)
}

fn report(
    uri: &lsp::Uri,
    version: Option<i32>,
    items: Vec<lsp::Diagnostic>,
    known: Option<&str>,
) -> lsp::WorkspaceDocumentDiagnosticReport {
    let id = result_id(&items);
    let uri = uri.clone();
    if known == Some(&id) {
        return lsp::WorkspaceUnchangedDocumentDiagnosticReport {
            uri,
            version,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport::new(id),
        }
        .into();
    }
    lsp::WorkspaceFullDocumentDiagnosticReport {
        uri,
        version,
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport::new(Some(id), items),
    }
    .into()
}
