//! Exposed secrets.

mod asc_password_literal;
mod asc_private_key_literal;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&asc_password_literal::RULE, &asc_private_key_literal::RULE];
