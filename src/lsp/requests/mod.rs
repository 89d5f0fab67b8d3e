//! What an editor asks: one file a request.

pub(super) mod code_action;
pub(super) mod code_lens;
pub(super) mod completion;
pub(super) mod definition;
pub(super) mod document_diagnostic;
pub(super) mod document_highlight;
pub(super) mod document_link;
pub(super) mod document_symbol;
pub(super) mod folding_range;
pub(super) mod hover;
pub(super) mod inlay_hint;
pub(super) mod linked_editing_range;
pub(super) mod references;
pub(super) mod rename;
pub(super) mod selection_range;
pub(super) mod view_text;
pub(super) mod workspace_diagnostic;
pub(super) mod workspace_symbol;
