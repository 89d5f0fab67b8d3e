//! What starts a build, and on which conditions steps run.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
