//! The dry run of a publish: what a build would upload, and what Codemagic's Magic
//! Actions would do with it in App Store Connect afterwards.
//!
//! A [`plan::Plan`] is read from a workflow; it is played over HTTP against a server
//! on loopback; the [`timeline::Timeline`] tells what happened, and a report shows it.

pub mod advice;
pub mod client;
mod credentials;
mod known_account;
pub mod magic_actions;
pub mod plan;
pub mod report;
mod run;
pub mod timeline;
mod upload;
pub mod words;

pub use run::{Against, DryRunError, choose_numbers, dry_run};
