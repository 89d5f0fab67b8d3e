//! Plans played against the mock server in this process.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod ahead;
mod before_upload;
mod faults;
mod foreign;
mod outcomes;
mod support;
mod times;
mod writes;
