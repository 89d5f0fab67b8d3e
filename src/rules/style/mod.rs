//! What reads badly.

mod ignore_unused;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&ignore_unused::RULE];
