//! Publishing to stores and people.

mod asc_api_key_incomplete;
mod asc_auth_and_keys;
mod asc_auth_missing;
mod asc_auth_value;
mod asc_cli_publish_wait;
mod asc_double_upload;
mod asc_env_variable_nonstandard_name;
mod asc_env_variable_unavailable;
mod asc_integration_placeholder;
mod asc_integration_type;
mod asc_integration_undeclared;
mod asc_integration_unused;
mod asc_issuer_id_format;
mod asc_key_and_issuer_swapped;
mod asc_key_id_format;
mod asc_nothing_but_upload;
mod asc_password_disables_magic_actions;
mod asc_password_form;
mod asc_password_pair;
mod asc_private_key_is_path;
mod asc_private_key_wrong_variable;
mod asc_role_reminder;
mod unknown_integration;

use super::Rule;

/// Rules that word a structural problem of this category's sections; they come
/// before the general rules of `schema`.
pub(super) static SCHEMA_RULES: &[&Rule] = &[
    &asc_auth_value::RULE,
    &asc_integration_type::RULE,
    &asc_password_form::RULE,
];

/// All other rules.
pub(super) static RULES: &[&Rule] = &[
    &asc_api_key_incomplete::RULE,
    &asc_auth_and_keys::RULE,
    &asc_auth_missing::RULE,
    &asc_cli_publish_wait::RULE,
    &asc_double_upload::RULE,
    &asc_env_variable_nonstandard_name::RULE,
    &asc_env_variable_unavailable::RULE,
    &asc_integration_placeholder::RULE,
    &asc_integration_undeclared::RULE,
    &asc_integration_unused::RULE,
    &asc_issuer_id_format::RULE,
    &asc_key_and_issuer_swapped::RULE,
    &asc_key_id_format::RULE,
    &asc_nothing_but_upload::RULE,
    &asc_password_disables_magic_actions::RULE,
    &asc_password_pair::RULE,
    &asc_private_key_is_path::RULE,
    &asc_private_key_wrong_variable::RULE,
    &asc_role_reminder::RULE,
    &unknown_integration::RULE,
];
