//! What the world around the file looks like: dated tables, one place each.

pub mod app_store_connect;
pub mod variables;
