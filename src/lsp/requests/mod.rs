//! What an editor asks: one file a request.

pub(super) mod completion;
pub(super) mod hover;
