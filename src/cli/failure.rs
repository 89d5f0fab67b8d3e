//! What could not be done, for people.

use std::fmt::{Display, Write as _};

use crate::report;
use crate::workspace::ConfigError;

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
        let mut text = format!("error: {}\n", report::printable(&self.message));
        if let Some(help) = &self.help {
            let _ = writeln!(text, "  help: {}", report::printable(help));
        }
        terminal_write(&text);
    }
}

/// Prints what is wrong with a configuration.
pub(super) fn print_config_error(error: &ConfigError) {
    terminal_write(&format!(
        "error: {}\n",
        report::printable(&error.to_string())
    ));
}

/// Standard error may be closed; there is nobody left to tell then.
fn terminal_write(text: &str) {
    use std::io::Write as _;
    let _ = anstream::stderr().write_all(text.as_bytes());
}
