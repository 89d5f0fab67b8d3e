//! What is kept of a build.

mod asc_artifact_missing;
mod asc_mac_app_not_packaged;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&asc_artifact_missing::RULE, &asc_mac_app_not_packaged::RULE];
