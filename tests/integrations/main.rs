//! Where people work: the hooks for pre-commit, the action for GitHub, the component
//! for GitLab and what the pages say of other CI. Scripts are run as their services
//! would run them, by the real program; nothing is downloaded.
#![cfg(all(feature = "cli", unix))]
// The exception for tests does not reach the helpers beside them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod action;
mod action_runs;
mod checkers;
mod component;
mod hooks;
mod install;
mod jobs;
mod pages;
mod sandbox;

/// The release that all snippets name.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A file of the project.
fn file(name: &str) -> String {
    support::read(support::root().join(name)).replace("\r\n", "\n")
}
