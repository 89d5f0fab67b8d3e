//! Build inputs, and the expressions that use them.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
