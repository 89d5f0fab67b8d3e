//! The structure is not that of a codemagic.yaml.

mod unknown_key;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&unknown_key::RULE];
