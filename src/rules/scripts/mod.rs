//! What steps run.

mod workflow_without_scripts;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&workflow_without_scripts::RULE];
