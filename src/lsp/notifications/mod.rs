//! What an editor tells: one file a notification.

pub(super) mod configuration;
pub(super) mod did_change;
pub(super) mod did_close;
pub(super) mod did_open;
pub(super) mod did_save;
pub(super) mod watched_files;
pub(super) mod workspace_folders;
