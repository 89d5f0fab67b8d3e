//! The text is not the YAML that Codemagic's reader accepts.

mod unquoted_glob;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&unquoted_glob::RULE];
