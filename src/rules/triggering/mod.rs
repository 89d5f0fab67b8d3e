//! What starts a build, and on which conditions steps run.

mod branch_event_without_patterns;
mod branch_patterns_without_branch_event;
mod cancel_without_branch_event;
mod changeset_entry;
mod changeset_excludes_all;
mod changeset_implied_entry;
mod changeset_include_drops_default;
mod changeset_matches_nothing;
mod labeled_event;
mod pattern_duplicate;
mod pattern_entry_without_pattern;
mod pattern_overridden;
mod pattern_syntax;
mod patterns_only_exclude;
mod pr_source_implicit;
mod push_and_pr_twice;
mod source_without_pr;
mod tag_patterns_without_tag;
mod tag_without_tag_patterns;
mod trigger_without_events;
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
    &branch_event_without_patterns::RULE,
    &branch_patterns_without_branch_event::RULE,
    &cancel_without_branch_event::RULE,
    &changeset_entry::RULE,
    &changeset_excludes_all::RULE,
    &changeset_implied_entry::RULE,
    &changeset_include_drops_default::RULE,
    &changeset_matches_nothing::RULE,
    &labeled_event::RULE,
    &pattern_duplicate::RULE,
    &pattern_entry_without_pattern::RULE,
    &pattern_overridden::RULE,
    &pattern_syntax::RULE,
    &patterns_only_exclude::RULE,
    &pr_source_implicit::RULE,
    &push_and_pr_twice::RULE,
    &source_without_pr::RULE,
    &tag_patterns_without_tag::RULE,
    &tag_without_tag_patterns::RULE,
    &trigger_without_events::RULE,
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
