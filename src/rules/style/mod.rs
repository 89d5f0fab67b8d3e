//! What reads badly.

mod ignore_malformed;
mod ignore_unknown_rule;
mod ignore_unused;
mod label_blank;
mod label_duplicate;
mod workflow_id_characters;
mod workflow_name;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &ignore_malformed::RULE,
    &ignore_unknown_rule::RULE,
    &ignore_unused::RULE,
    &label_blank::RULE,
    &label_duplicate::RULE,
    &workflow_id_characters::RULE,
    &workflow_name::RULE,
];
