//! The small languages inside strings: `$NAME`, `${{ inputs.id }}`,
//! `Encrypted(…)`, commands, patterns of files, timestamps, versions.

pub mod commands;
pub mod condition;
pub mod glob;
pub mod literal_text;
mod reference;
pub mod shell;
pub mod template;
pub mod timestamp;
mod version;

pub use reference::{Reference, is_app_specific_password, reference, variable_name};
pub use version::{Version, version};
