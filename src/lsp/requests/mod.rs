//! What an editor asks: one file a request.

pub(super) mod document_diagnostic;
pub(super) mod hover;
pub(super) mod view_text;
pub(super) mod workspace_diagnostic;
