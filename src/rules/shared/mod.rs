//! What several rules share: how to recognise builds and credentials, word
//! messages and make simple edits.

pub(crate) mod apple_artifacts;
pub(crate) mod apple_builds;
pub(crate) mod artifacts;
pub(crate) mod cached_paths;
pub(crate) mod condition_fixes;
pub(crate) mod conditions;
pub(crate) mod credentials;
pub(crate) mod duplicates;
pub(crate) mod edits;
pub(crate) mod google_play;
pub(crate) mod idle_patterns;
pub(crate) mod inputs;
pub(crate) mod internal_testing;
pub(crate) mod kept_files;
pub(crate) mod keys;
pub(crate) mod keywords;
pub(crate) mod literal_vars;
pub(crate) mod moves;
pub(crate) mod odd_patterns;
pub(crate) mod publishers;
pub(crate) mod real_values;
pub(crate) mod removal;
pub(crate) mod retype;
pub(crate) mod service_accounts;
pub(crate) mod shell_remarks;
pub(crate) mod signing;
pub(crate) mod strays;
pub(crate) mod subject;
pub(crate) mod tools;
pub(crate) mod triggers;
pub(crate) mod variables;
pub(crate) mod words;
