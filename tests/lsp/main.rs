//! The language server, spoken to as an editor speaks.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::expect_used, reason = "a test may fail where it stands")]

mod actions;
mod client;
mod commands;
mod config;
mod diagnostics;
mod editing;
mod every_place;
mod folding;
mod everywhere;
mod completion;
mod hover;
mod inlay;
mod lens;
mod lifecycle;
mod messages;
mod links;
mod pull;
#[path = "../syntax_common/pyyaml.rs"]
mod pyyaml;
mod rename;
#[cfg(unix)]
mod shell;
mod stdio;
#[path = "../support/mod.rs"]
mod support;
mod symbols;
mod sync;
mod transcripts;
