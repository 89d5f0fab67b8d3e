//! The language server, spoken to as an editor speaks.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::expect_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` is written in place of the argument"
)]

mod actions;
mod checks;
mod client;
mod commands;
mod completion;
mod completion_laws;
mod completion_sense;
mod config;
mod diagnostics;
mod editing;
mod every_place;
mod everywhere;
mod extracting;
mod folding;
mod hover;
mod inlay;
mod lens;
mod lifecycle;
mod links;
mod messages;
mod pull;
#[path = "../syntax_common/pyyaml.rs"]
mod pyyaml;
mod quick_fixes;
mod rename;
mod rename_directories;
mod resolving;
#[cfg(unix)]
mod shell;
mod stdio;
#[path = "../support/mod.rs"]
mod support;
mod symbols;
mod sync;
mod transcripts;
