//! App Store Connect on loopback, as far as publishing goes.
//!
//! [`account`] describes an account, [`world`] is its state, and [`routes`] answers
//! requests with it. All of that is plain data and functions: one request after the
//! other, each whole or not at all, at a moment that is passed in.

pub mod account;
pub mod agenda;
pub mod apps;
pub mod body;
pub mod document;
pub mod exchange;
pub mod listing;
pub mod refusals;
pub mod routes;
pub mod store;
pub mod testflight;
pub mod world;
