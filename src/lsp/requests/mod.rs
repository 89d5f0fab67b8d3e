//! What an editor asks: one file a request.

pub(super) mod hover;
