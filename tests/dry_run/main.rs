//! Plans played against the mock server in this process.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod before_upload;
mod faults;
mod outcomes;
mod support;
mod times;
mod writes;
