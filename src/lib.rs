//! Checks `codemagic.yaml` files, the configuration of Codemagic builds.
//!
//! ```
//! use codemagic_lint::rules::{Settings, check};
//! use codemagic_lint::syntax::SourceFile;
//!
//! let text = "workflows:\n  ios:\n    name: iOS\n    scirpts:\n      - flutter build ipa\n";
//! let checked = check(SourceFile::new("codemagic.yaml", text), &Settings::default());
//! assert_eq!(checked.findings[0].rule, "unknown-key");
//! ```
//!
//! The way of the data is one-directional: [`syntax`] gives a tree with exact
//! spans, [`model`] a typed view of it, [`rules`] look at both and report
//! [`finding`]s. Those stages need no file system, threads, sockets or clock;
//! everything that does is behind the feature `cli`.

#[cfg(feature = "cli")]
pub mod app_store_connect;
#[cfg(feature = "cli")]
pub mod cli;
pub mod effective;
pub mod expression;
pub mod finding;
pub mod fix;
pub mod knowledge;
#[cfg(feature = "cli")]
pub mod lsp;
#[cfg(feature = "cli")]
pub mod mock_server;
pub mod model;
#[cfg(feature = "cli")]
pub mod publish;
#[cfg(feature = "cli")]
pub mod rehearsal;
#[cfg(feature = "cli")]
pub mod report;
pub mod repository;
pub mod rules;
#[cfg(feature = "cli")]
pub mod shellcheck;
pub mod syntax;
pub mod triggers;
#[cfg(feature = "cli")]
pub mod workspace;
