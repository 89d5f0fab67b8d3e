//! The language server, spoken to as an editor speaks.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::expect_used, reason = "a test may fail where it stands")]

mod client;
mod commands;
mod completion;
mod config;
mod diagnostics;
mod everywhere;
mod hover;
mod inlay;
mod lens;
mod lifecycle;
mod links;
mod messages;
mod pull;
#[cfg(unix)]
mod shell;
mod stdio;
mod sync;
mod transcripts;
