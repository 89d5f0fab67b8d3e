//! What the world around the file looks like: dated tables, one place each.

pub mod app_store_connect;
pub mod foreign_keys;
pub mod google_play;
pub mod machines;
pub mod placeholders;
pub mod publishers;
pub mod variables;
pub mod versions;
