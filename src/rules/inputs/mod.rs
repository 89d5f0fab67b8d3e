//! Build inputs, and the expressions that use them.

mod input_choice_options;
mod input_default_option;
mod input_default_type;
mod input_description;
mod input_expression;
mod input_expression_operator;
mod input_field_unsupported;
mod input_id;
mod input_in_script;
mod input_option_duplicate;
mod input_type_mismatch;
mod input_undefined;
mod input_unused;
mod inputs_block_automatic_builds;

use super::Rule;

/// Rules that word a structural problem of this category's sections; they come
/// before the general rules of `schema`.
pub(super) static SCHEMA_RULES: &[&Rule] = &[&input_description::RULE];

pub(super) static RULES: &[&Rule] = &[
    &input_choice_options::RULE,
    &input_default_option::RULE,
    &input_default_type::RULE,
    &input_expression::RULE,
    &input_expression_operator::RULE,
    &input_field_unsupported::RULE,
    &input_id::RULE,
    &input_in_script::RULE,
    &input_option_duplicate::RULE,
    &input_type_mismatch::RULE,
    &input_undefined::RULE,
    &input_unused::RULE,
    &inputs_block_automatic_builds::RULE,
];
