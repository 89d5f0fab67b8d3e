//! Files, and what is configured for them.
//!
//! This module alone touches the file system. It finds the files to check, reads
//! them, and gives every file its [`Settings`](crate::rules::Settings) from
//! `codemagic-lint.toml` and the command line; afterwards the [`Baseline`] takes
//! out findings that are accepted for now. The command line uses it like this:
//!
//! ```no_run
//! use codemagic_lint::finding::Finding;
//! use codemagic_lint::rules;
//! use codemagic_lint::workspace::{
//!     Baseline, Options, SelectionLayer, Workspace, discover, read_file,
//! };
//! # fn check(_: &[u8], _: &rules::Settings) -> Vec<Finding> { Vec::new() }
//!
//! let cwd = std::env::current_dir()?;
//! let ignore = ["style".to_owned()];
//! // Unknown names are usage errors: exit code 2, as all errors below.
//! let selection = SelectionLayer::from_names(rules::all(), &[], &[], &ignore).unwrap();
//! let workspace = Workspace::new(&cwd, Options { selection, ..Options::default() });
//!
//! let found = discover(&cwd, &[], |file, searched| workspace.is_excluded(file, searched));
//! for error in &found.errors {
//!     eprintln!("error: {error}");
//! }
//! let baseline = Baseline::read(&cwd, "baseline.json".as_ref())?;
//! let mut comparison = baseline.compare();
//! for file in &found.files { // in parallel, if so wished: `Workspace` is `Sync`
//!     let Ok(settings) = workspace.settings_for(&file.path) else {
//!         continue; // reported once for all files below
//!     };
//!     let bytes = read_file(&file.path, &file.name)?;
//!     let mut findings = check(&bytes, &settings.settings);
//!     let _hidden = comparison.hide(&file.path, &mut findings);
//!     let _failed = findings.iter().any(|finding| settings.fail_on.fails(finding.severity));
//! }
//! for error in workspace.errors() {
//!     eprintln!("error: {error}");
//! }
//! let _fixed = comparison.fixed(|entry| rules::find(&entry.rule).is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which configuration counts
//!
//! The nearest `codemagic-lint.toml` at or above the file, no higher than the
//! root of the repository (the directory with `.git`, which may be a file);
//! outside a repository up to the root of the file system. `--config` replaces
//! the search. Only one file counts, with what it `extends`; those further up do
//! not. Standard input has the configuration of the file it is named after.
//!
//! # What beats what
//!
//! 1. the command line
//! 2. `[[overrides]]` that match the file: the later beats the earlier, and those
//!    of the file beat those of what it extends
//! 3. the configuration file
//! 4. what it extends, and what that extends
//! 5. the defaults
//!
//! A list in one replaces the same list in a weaker one. For rules each of the
//! five is a [`SelectionLayer`]: `select` starts over, `extend-select` and
//! `ignore` change what is there. Within a layer the more exact name wins, see
//! [`resolve`].
//!
//! # Relative paths
//!
//! In a configuration file, paths and patterns are relative to the directory of
//! the file in which they are written, also when that is given by `--config` or
//! extended by another. On the command line they are relative to the working
//! directory.

mod account_file;
mod baseline;
mod checkout;
mod comparison;
mod config;
mod config_file;
mod config_keys;
mod config_schema;
mod discovery;
mod file_error;
mod globs;
mod leftovers;
mod load;
mod near_miss;
mod paths;
mod read;
mod real_paths;
mod schema_file;
mod selection;
mod selector;
#[cfg(test)]
mod testing;
mod toml_errors;
mod toml_reader;
mod write;

pub use account_file::{AccountError, InvalidAccount, load as load_account};
pub use baseline::{Baseline, BaselineEntry, BaselineError};
pub use checkout::{Checkout, Checkouts};
pub use comparison::Comparison;
pub use config::{
    CONFIG_FILE_NAME, Config, ConfigError, ConfigProblem, FailOn, InvalidConfig, Override,
    read_config,
};
pub use config_schema::config_schema;
pub use discovery::{
    Discovery, DiscoveryError, FILE_NAME, FoundFile, NothingFound, discover, repository_root,
};
pub use file_error::{FileError, FileProblem};
pub use globs::Globs;
pub use leftovers::clear_leftovers;
pub use load::{FileSettings, Options, Workspace};
pub use near_miss::is_near_miss;
pub use paths::{MAX_PATH, display_name, name_in_repository};
pub use read::{MAX_FILE_SIZE, read_file, read_stream};
pub use schema_file::{SchemaFile, to_json};
pub use selection::{Level, SelectionLayer, resolve};
pub use selector::{Selector, UnknownSelector};
pub use write::{has_other_links, write_atomically, write_unless_changed};
