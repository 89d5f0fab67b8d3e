//! The mock of App Store Connect: as a function, and behind real sockets.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod command;
mod control;
mod hostile;
mod sockets;
mod support;
mod testers;
mod testflight;
mod tokens;
