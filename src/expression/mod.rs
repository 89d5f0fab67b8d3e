//! The small languages inside strings: `$NAME`, `${{ inputs.id }}`,
//! `Encrypted(…)`.

pub mod commands;
mod reference;

pub use reference::{Reference, is_app_specific_password, reference, variable_name};
