//! What an editor asks: one file a request.

pub(super) mod definition;
pub(super) mod document_highlight;
pub(super) mod hover;
pub(super) mod linked_editing_range;
pub(super) mod references;
pub(super) mod rename;
