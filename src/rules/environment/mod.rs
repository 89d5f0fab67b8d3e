//! Machines, versions and variables.

mod encrypted_placeholder;
mod unknown_variable_group;
mod variable_sigil_missing;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &encrypted_placeholder::RULE,
    &unknown_variable_group::RULE,
    &variable_sigil_missing::RULE,
];
