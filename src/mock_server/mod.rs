//! App Store Connect on loopback, as far as publishing goes.
//!
//! [`account`] describes an account, [`world`] is its state, and [`routes`] answers
//! requests with it. All of that is plain data and functions: one request after the
//! other, each whole or not at all, at a moment that is passed in. [`mock`] adds tokens,
//! the rate limit, faults and a log, and [`server`] puts HTTP around it.

pub mod account;
pub mod agenda;
pub mod apps;
pub mod body;
pub mod control;
pub mod document;
pub mod exchange;
pub mod faults;
pub mod fields;
pub mod listing;
pub mod mock;
pub mod rate_limit;
pub mod refusals;
pub mod request_log;
pub mod routes;
pub mod server;
pub mod single;
pub mod store;
pub mod testflight;
pub mod world;

pub use crate::app_store_connect::version_order;
