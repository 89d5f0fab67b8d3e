//! Machines, versions and variables.

mod artifact_links_too_early;
mod asc_needs_mac;
mod builtin_unavailable_in_yaml;
mod clone_depth;
mod cm_env_read_too_early;
mod cm_env_write;
mod emulator_on_mac;
mod encrypted_placeholder;
mod export_not_persisted;
mod flutter_flavor_without_fvm;
mod flutter_fvm_file;
mod flutter_version;
mod hardcoded_home;
mod instance_type_plan;
mod java_version;
mod linux_only_tool;
mod mac_for_android;
mod mac_only_tool;
mod package_name_mismatch;
mod placeholder_value;
mod reserved_variable_override;
mod ruby_slow;
mod shell_expansion_in_config;
mod tool_on_wrong_platform;
mod ubuntu_version;
mod undefined_variable_in_config;
mod undefined_variable_in_script;
mod unknown_cm_variable;
mod unknown_keystore;
mod unknown_variable_group;
mod variable_group_duplicate;
mod variable_group_name;
mod variable_name;
mod variable_sigil_missing;
mod variable_without_event;
mod version_format;
mod windows_build_elsewhere;
mod windows_variable_syntax;
mod xcode_version;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &artifact_links_too_early::RULE,
    &asc_needs_mac::RULE,
    &builtin_unavailable_in_yaml::RULE,
    &clone_depth::RULE,
    &cm_env_read_too_early::RULE,
    &cm_env_write::RULE,
    &emulator_on_mac::RULE,
    &encrypted_placeholder::RULE,
    &export_not_persisted::RULE,
    &flutter_flavor_without_fvm::RULE,
    &flutter_fvm_file::RULE,
    &flutter_version::RULE,
    &hardcoded_home::RULE,
    &instance_type_plan::RULE,
    &java_version::RULE,
    &linux_only_tool::RULE,
    &mac_for_android::RULE,
    &mac_only_tool::RULE,
    &package_name_mismatch::RULE,
    &placeholder_value::RULE,
    &reserved_variable_override::RULE,
    &ruby_slow::RULE,
    &shell_expansion_in_config::RULE,
    &tool_on_wrong_platform::RULE,
    &ubuntu_version::RULE,
    &undefined_variable_in_config::RULE,
    &undefined_variable_in_script::RULE,
    &unknown_cm_variable::RULE,
    &unknown_keystore::RULE,
    &unknown_variable_group::RULE,
    &variable_group_duplicate::RULE,
    &variable_group_name::RULE,
    &variable_name::RULE,
    &variable_sigil_missing::RULE,
    &variable_without_event::RULE,
    &version_format::RULE,
    &windows_build_elsewhere::RULE,
    &windows_variable_syntax::RULE,
    &xcode_version::RULE,
];
