//! What steps run.

mod shellcheck;
mod workflow_without_scripts;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&shellcheck::RULE, &workflow_without_scripts::RULE];
