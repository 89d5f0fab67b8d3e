//! The dry run of a publish: what a build would upload, and what Codemagic's Magic
//! Actions would do with it in App Store Connect afterwards.
//!
//! A [`plan::Plan`] is read from a workflow; it is played over HTTP against a server
//! on loopback; the [`timeline::Timeline`] tells what happened, and a report shows it.

pub mod plan;
pub mod report;
pub mod timeline;
