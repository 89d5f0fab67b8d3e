//! The structure is not that of a codemagic.yaml.

mod build_duration_range;
mod custom_schema;
mod empty_list;
mod empty_string_value;
mod foreign_ci_key;
mod invalid_enum;
mod key_not_text;
mod misplaced_key;
mod missing_required_key;
mod null_section;
mod null_value;
mod scripts_not_a_list;
mod unknown_key;
mod unknown_root_key;
mod unsupported_publisher;
mod variable_not_allowed_here;
mod wrong_type;

use super::Rule;

/// Specific rules first: the first that reports a problem owns it.
pub(super) static RULES: &[&Rule] = &[
    &custom_schema::RULE,
    &build_duration_range::RULE,
    &scripts_not_a_list::RULE,
    &variable_not_allowed_here::RULE,
    &wrong_type::RULE,
    &unsupported_publisher::RULE,
    &foreign_ci_key::RULE,
    &misplaced_key::RULE,
    &unknown_key::RULE,
    &missing_required_key::RULE,
    &invalid_enum::RULE,
    &empty_string_value::RULE,
    &empty_list::RULE,
    &null_value::RULE,
    &null_section::RULE,
    &key_not_text::RULE,
    &unknown_root_key::RULE,
];
