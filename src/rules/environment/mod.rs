//! Machines, versions and variables.

mod artifact_links_too_early;
mod asc_needs_mac;
mod builtin_unavailable_in_yaml;
mod encrypted_placeholder;
mod placeholder_value;
mod reserved_variable_override;
mod shell_expansion_in_config;
mod undefined_variable_in_config;
mod unknown_cm_variable;
mod unknown_keystore;
mod unknown_variable_group;
mod variable_name;
mod variable_sigil_missing;
mod variable_without_event;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &artifact_links_too_early::RULE,
    &asc_needs_mac::RULE,
    &builtin_unavailable_in_yaml::RULE,
    &encrypted_placeholder::RULE,
    &placeholder_value::RULE,
    &reserved_variable_override::RULE,
    &shell_expansion_in_config::RULE,
    &undefined_variable_in_config::RULE,
    &unknown_cm_variable::RULE,
    &unknown_keystore::RULE,
    &unknown_variable_group::RULE,
    &variable_name::RULE,
    &variable_sigil_missing::RULE,
    &variable_without_event::RULE,
];
