//! What steps run.

mod package_script_missing;
mod pre_clone_needs_repo;
mod project_file_missing;
mod script_cd_only;
mod script_empty;
mod script_file_missing;
mod script_folded;
mod script_ignored_failure;
mod script_name;
mod script_not_executable;
mod script_secret_output;
mod script_shebang_position;
mod script_windows_shell;
mod shellcheck;
mod test_report_format;
mod workflow_without_scripts;
mod working_directory_missing;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &package_script_missing::RULE,
    &pre_clone_needs_repo::RULE,
    &project_file_missing::RULE,
    &script_cd_only::RULE,
    &script_empty::RULE,
    &script_file_missing::RULE,
    &script_folded::RULE,
    &script_ignored_failure::RULE,
    &script_name::RULE,
    &script_not_executable::RULE,
    &script_secret_output::RULE,
    &script_shebang_position::RULE,
    &script_windows_shell::RULE,
    &shellcheck::RULE,
    &test_report_format::RULE,
    &workflow_without_scripts::RULE,
    &working_directory_missing::RULE,
];
