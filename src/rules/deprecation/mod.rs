//! What still works but is on its way out.

mod asc_app_specific_password_deprecated;
mod asc_encrypted_value;
mod deprecated_cli_flag;
mod fci_prefix;
mod firebase_token_deprecated;
mod gp_credentials_old_name;
mod instance_type_retired;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &asc_app_specific_password_deprecated::RULE,
    &asc_encrypted_value::RULE,
    &deprecated_cli_flag::RULE,
    &fci_prefix::RULE,
    &firebase_token_deprecated::RULE,
    &gp_credentials_old_name::RULE,
    &instance_type_retired::RULE,
];
