//! What an editor asks: one file a request.

pub(super) mod code_lens;
pub(super) mod document_diagnostic;
pub(super) mod document_link;
pub(super) mod hover;
pub(super) mod inlay_hint;
pub(super) mod view_text;
pub(super) mod workspace_diagnostic;
