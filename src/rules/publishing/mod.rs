//! Publishing to stores and people.

mod asc_auth_value;
mod asc_integration_undeclared;

use super::Rule;

/// Rules that word a structural problem of this category's sections; they come
/// before the general rules of `schema`.
pub(super) static SCHEMA_RULES: &[&Rule] = &[&asc_auth_value::RULE];

/// All other rules.
pub(super) static RULES: &[&Rule] = &[&asc_integration_undeclared::RULE];
