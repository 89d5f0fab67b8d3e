//! What must hold whatever the input: each module is one fuzz target, and its `hold`
//! takes the bytes of one input and panics where a law is broken.
//!
//! `tests/fuzz_laws.rs` of the program holds the seeds and what was once found to the
//! same laws, without a fuzzer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a broken law ends the run"
)]
#![allow(missing_docs, reason = "each module says what its law is")]

pub mod account;
pub mod conditions;
pub mod fixes;
pub mod globs;
pub mod lsp;
pub mod messages;
pub mod requests;
pub mod rules;
pub mod show;
pub mod syntax;
pub mod triggers;

mod support;
