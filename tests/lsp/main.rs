//! The language server, spoken to as an editor speaks.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::expect_used, reason = "a test may fail where it stands")]

mod client;
mod completion;
mod completion_laws;
mod hover;
