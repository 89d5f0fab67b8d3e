//! What an editor tells: one file a notification.

pub(super) mod did_change;
pub(super) mod did_close;
pub(super) mod did_open;
