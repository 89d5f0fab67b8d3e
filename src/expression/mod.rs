//! The small languages inside strings: `$NAME`, `${{ inputs.id }}`,
//! `Encrypted(…)`, shell scripts, patterns of files, timestamps, versions.

pub mod condition;
pub mod glob;
mod reference;
pub mod shell;
pub mod template;
pub mod timestamp;
mod version;

pub use reference::{Reference, is_app_specific_password, reference, variable_name};
pub use version::{Version, version};
