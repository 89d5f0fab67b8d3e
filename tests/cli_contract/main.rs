//! What the command line promises: exit codes, options, streams and files.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

#[path = "../support/mod.rs"]
mod support;

mod baseline;
mod commands;
mod configuration;
mod dry_run;
mod exit_code;
mod fixes;
mod inputs;
mod outputs;
mod show;
mod streams;
mod triggers;

/// A JSON report.
const JSON: [&str; 2] = ["--output-format", "json"];
