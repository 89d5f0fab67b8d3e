//! The client with which Codemagic publishes, against our mock server: it must end as
//! it ends against App Store Connect. `scripts/test` installs the client.
#![cfg(all(unix, feature = "cli"))]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "short texts, put together once"
)]

#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod client;
mod failures;
mod keys;
mod publish;
mod sub_commands;
mod unmodified;
mod writes;
