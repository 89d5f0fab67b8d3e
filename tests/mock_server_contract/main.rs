//! What the mock of App Store Connect promises, seen from outside its sockets: its
//! answers are those that Apple's document allows, its states those that there are,
//! and its refusals the real ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail where it stands"
)]

mod accounts;
mod aims;
mod arrows;
mod conformance;
mod document;
mod explorer;
mod laws;
mod nulls;
mod queries;
mod release;
mod requests;
mod review_refusals;
mod server;
mod store_life;
mod store_switches;
#[path = "../support/mod.rs"]
mod support;
mod version_refusals;
