//! Exposed secrets.

mod asc_password_literal;
mod asc_private_key_literal;
mod firebase_credentials_literal;
mod gp_credentials_literal;
mod partner_center_secret_literal;
mod password_in_script;
mod secret_in_script;
mod secret_in_vars;
mod secret_like_name;
mod slack_webhook_literal;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &asc_password_literal::RULE,
    &asc_private_key_literal::RULE,
    &firebase_credentials_literal::RULE,
    &gp_credentials_literal::RULE,
    &partner_center_secret_literal::RULE,
    &password_in_script::RULE,
    &secret_in_script::RULE,
    &secret_in_vars::RULE,
    &secret_like_name::RULE,
    &slack_webhook_literal::RULE,
];
