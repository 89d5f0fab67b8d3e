//! What starts a build, and on which conditions steps run.

mod changeset_entry;
mod changeset_excludes_all;
mod changeset_implied_entry;
mod changeset_include_drops_default;
mod when_before_clone;
mod when_condition_type;
mod when_empty;
mod when_env_compare_bool;
mod when_event_unavailable;
mod when_operator;
mod when_parentheses;
mod when_shell_variable;
mod when_syntax;
mod when_undocumented_operator;
mod when_unknown_env;
mod when_unknown_root;
mod workflow_when_ignored_manually;

use super::Rule;

/// Rules that word a structural problem of this category's sections; they come
/// before the general rules of `schema`.
pub(super) static SCHEMA_RULES: &[&Rule] = &[&when_condition_type::RULE];

pub(super) static RULES: &[&Rule] = &[
    &changeset_entry::RULE,
    &changeset_excludes_all::RULE,
    &changeset_implied_entry::RULE,
    &changeset_include_drops_default::RULE,
    &when_before_clone::RULE,
    &when_empty::RULE,
    &when_env_compare_bool::RULE,
    &when_event_unavailable::RULE,
    &when_operator::RULE,
    &when_parentheses::RULE,
    &when_shell_variable::RULE,
    &when_syntax::RULE,
    &when_undocumented_operator::RULE,
    &when_unknown_env::RULE,
    &when_unknown_root::RULE,
    &workflow_when_ignored_manually::RULE,
];
