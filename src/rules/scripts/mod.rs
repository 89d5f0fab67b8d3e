//! What steps run.

mod package_script_missing;
mod project_file_missing;
mod script_file_missing;
mod script_not_executable;
mod shellcheck;
mod workflow_without_scripts;
mod working_directory_missing;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &package_script_missing::RULE,
    &project_file_missing::RULE,
    &script_file_missing::RULE,
    &script_not_executable::RULE,
    &shellcheck::RULE,
    &workflow_without_scripts::RULE,
    &working_directory_missing::RULE,
];
