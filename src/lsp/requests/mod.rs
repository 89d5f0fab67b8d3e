//! What an editor asks: one file a request.

pub(super) mod code_lens;
pub(super) mod document_link;
pub(super) mod hover;
pub(super) mod inlay_hint;
