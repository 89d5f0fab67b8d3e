//! What is kept of a build.

mod artifact_duplicate;
mod artifact_missing;
mod artifact_pattern_mismatch;
mod artifact_repeats_working_directory;
mod artifact_secret;
mod asc_artifact_missing;
mod asc_mac_app_not_packaged;
mod cache_build_output;
mod cache_compilation_flag;
mod cache_derived_data;
mod cache_duplicate;
mod cache_gradle_home;
mod cache_nested;
mod cache_platform;
mod clean_before_collect;
mod firebase_artifact_mismatch;
mod gp_apk_only;
mod gp_artifact_missing;
mod partner_center_artifact;
mod publishing_without_artifacts;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &artifact_duplicate::RULE,
    &artifact_missing::RULE,
    &artifact_pattern_mismatch::RULE,
    &artifact_repeats_working_directory::RULE,
    &artifact_secret::RULE,
    &asc_artifact_missing::RULE,
    &asc_mac_app_not_packaged::RULE,
    &cache_build_output::RULE,
    &cache_compilation_flag::RULE,
    &cache_derived_data::RULE,
    &cache_duplicate::RULE,
    &cache_gradle_home::RULE,
    &cache_nested::RULE,
    &cache_platform::RULE,
    &clean_before_collect::RULE,
    &firebase_artifact_mismatch::RULE,
    &gp_apk_only::RULE,
    &gp_artifact_missing::RULE,
    &partner_center_artifact::RULE,
    &publishing_without_artifacts::RULE,
];
