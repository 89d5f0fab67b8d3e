//! What the world around the file looks like: dated tables, one place each.

pub mod app_store_connect;
mod beginnings;
pub mod firebase;
pub mod foreign_keys;
pub mod google_play;
pub mod machines;
pub mod masking;
pub mod placeholders;
pub mod private_keys;
pub mod publishers;
pub mod release_notes;
pub mod secret_names;
pub mod secrets;
pub mod spelling;
pub mod variables;
pub mod versions;
pub mod webhooks;
