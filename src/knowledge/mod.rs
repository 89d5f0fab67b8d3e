//! What the world around the file looks like: dated tables, one place each.

pub mod variables;
