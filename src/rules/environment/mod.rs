//! Machines, versions and variables.

mod asc_needs_mac;
mod encrypted_placeholder;
mod placeholder_value;
mod undefined_variable_in_config;
mod unknown_keystore;
mod unknown_variable_group;
mod variable_sigil_missing;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &asc_needs_mac::RULE,
    &encrypted_placeholder::RULE,
    &placeholder_value::RULE,
    &undefined_variable_in_config::RULE,
    &unknown_keystore::RULE,
    &unknown_variable_group::RULE,
    &variable_sigil_missing::RULE,
];
