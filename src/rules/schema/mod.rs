//! The structure is not that of a codemagic.yaml.

mod custom_schema;
mod unknown_key;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&custom_schema::RULE, &unknown_key::RULE];
