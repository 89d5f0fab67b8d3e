//! The reader of shell scripts.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

#[path = "../support/mod.rs"]
mod support;

mod context;
mod flow;
mod laws;
mod oracle;
mod table;
