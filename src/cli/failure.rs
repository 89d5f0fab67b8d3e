//! What could not be done, for people.

use std::fmt::Display;

use crate::workspace::{AccountError, ConfigError};

use super::terminal::tell;

/// A usage, configuration or I/O error. Leads to exit code 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    /// A failure that needs no more words.
    pub fn new(message: impl Display) -> Self {
        Self {
            message: message.to_string(),
            help: None,
        }
    }

    /// A failure with a way out.
    pub fn with_help(message: impl Display, help: Option<impl Display>) -> Self {
        Self {
            help: help.map(|help| help.to_string()),
            ..Self::new(message)
        }
    }

    /// Prints to standard error.
    pub fn print(&self) {
        tell(&format!("error: {}", self.message));
        if let Some(help) = &self.help {
            tell(&format!("  help: {help}"));
        }
    }
}

/// Prints everything that is wrong with a configuration.
pub(super) fn print_config_error(error: &ConfigError) {
    match error {
        ConfigError::Unreadable(error) => Failure::with_help(error, error.help()).print(),
        ConfigError::Invalid(files) => {
            for file in files {
                for problem in &file.problems {
                    let place = file.place(problem);
                    let message = format!("{place}: {}", problem.message);
                    Failure::with_help(message, problem.help.as_ref()).print();
                }
            }
        }
    }
}

/// Prints everything that is wrong with an account file.
pub fn print_account_error(error: &AccountError) {
    match error {
        AccountError::Unreadable(error) => Failure::with_help(error, error.help()).print(),
        AccountError::Invalid(file) => {
            for problem in &file.problems {
                let message = format!("{}: {}", file.place(problem), problem.message);
                Failure::with_help(message, problem.help.as_ref()).print();
            }
        }
    }
}
