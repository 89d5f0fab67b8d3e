//! What the server can do.

use gen_lsp_types as lsp;

use super::actions::{KINDS, asks_later};
use super::completion;
use super::encoding::Encoding;

/// What is announced to an editor.
pub(super) fn capabilities(
    encoding: Encoding,
    client: &lsp::ClientCapabilities,
) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(
            lsp::TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(lsp::TextDocumentSyncKind::Incremental),
                save: Some(lsp::SaveOptions::default().into()),
                ..lsp::TextDocumentSyncOptions::default()
            }
            .into(),
        ),
        completion_provider: Some(completion::options()),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        declaration_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        // Others would have to be sent commands, which cannot be shown beforehand.
        code_action_provider: knows_code_actions(client).then(|| {
            lsp::CodeActionOptions {
                code_action_kinds: Some(KINDS.map(lsp::CodeActionKind::new).to_vec()),
                resolve_provider: asks_later(client).then_some(true),
                ..lsp::CodeActionOptions::default()
            }
            .into()
        }),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        folding_range_provider: Some(true.into()),
        selection_range_provider: Some(true.into()),
        linked_editing_range_provider: Some(true.into()),
        rename_provider: Some(if asks_before_renaming(client) {
            lsp::RenameOptions {
                prepare_provider: Some(true),
                ..lsp::RenameOptions::default()
            }
            .into()
        } else {
            true.into()
        }),
        inlay_hint_provider: Some(true.into()),
        code_lens_provider: Some(lsp::CodeLensOptions::default()),
        document_link_provider: Some(lsp::DocumentLinkOptions::default()),
        execute_command_provider: Some(super::commands::offered()),
        diagnostic_provider: pulls(client).then(|| {
            lsp::DiagnosticOptions {
                identifier: Some(crate::report::TOOL_NAME.to_owned()),
                // A configuration or a file of the repository may change them.
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..lsp::DiagnosticOptions::default()
            }
            .into()
        }),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(true.into()),
            }),
            ..lsp::WorkspaceOptions::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}

/// Whether an editor takes code actions, not commands alone.
fn knows_code_actions(client: &lsp::ClientCapabilities) -> bool {
    let documents = client.text_document.as_ref();
    let actions = documents.and_then(|documents| documents.code_action.as_ref());
    actions.is_some_and(|actions| actions.code_action_literal_support.is_some())
}

/// Whether an editor asks what is renamed before it asks for a new name.
fn asks_before_renaming(client: &lsp::ClientCapabilities) -> bool {
    let documents = client.text_document.as_ref();
    let rename = documents.and_then(|documents| documents.rename.as_ref());
    rename.is_some_and(|rename| rename.prepare_support == Some(true))
}

/// Whether an editor asks for diagnostics. It is not sent the same unasked.
pub(super) fn pulls(client: &lsp::ClientCapabilities) -> bool {
    let documents = client.text_document.as_ref();
    documents.is_some_and(|documents| documents.diagnostic.is_some())
}
