//! Edits of a document, as an editor takes them.

use std::collections::HashMap;

use gen_lsp_types as lsp;

use crate::finding::Edit;

use super::view::View;

/// The edits of this document: for its version where the editor can tell that apart.
pub(super) fn workspace_edit(view: &View<'_>, edits: &[Edit]) -> lsp::WorkspaceEdit {
    let text_edits = edits.iter().map(|edit| text_edit(view, edit));
    if !takes_versions(view) {
        let changes = HashMap::from([(view.uri.clone(), text_edits.collect())]);
        return lsp::WorkspaceEdit::new(Some(changes), None, None);
    }
    let mut documents = view.session.documents();
    let version = documents
        .find(|it| it.uri == *view.uri)
        .map(|it| it.version);
    let document = lsp::OptionalVersionedTextDocumentIdentifier {
        version,
        text_document_identifier: lsp::TextDocumentIdentifier::new(view.uri.clone()),
    };
    let edit = lsp::TextDocumentEdit::new(document, text_edits.map(Into::into).collect());
    lsp::WorkspaceEdit::new(None, Some(vec![edit.into()]), None)
}

fn text_edit(view: &View<'_>, edit: &Edit) -> lsp::TextEdit {
    lsp::TextEdit::new(view.range(edit.span), edit.text.clone())
}

fn takes_versions(view: &View<'_>) -> bool {
    let workspace = view.session.client().workspace.as_ref();
    let edit = workspace.and_then(|it| it.workspace_edit.as_ref());
    edit.and_then(|it| it.document_changes).unwrap_or_default()
}
