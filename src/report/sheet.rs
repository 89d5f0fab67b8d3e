//! A text for a terminal that grows line by line, in the looks that the terminal shows.

use super::Style;
use super::text::{clean, wrap};

/// Looks of a text, as numbers of ANSI escape sequences.
pub(crate) const BOLD: &str = "1";
pub(crate) const DIM: &str = "2";

/// Columns that any text gets, however narrow the terminal.
pub(crate) const LEAST_COLUMNS: usize = 24;

/// The lines so far, and what the terminal can show.
pub(crate) struct Sheet {
    /// How the lines look.
    pub style: Style,
    /// The lines so far.
    pub text: String,
}

impl Sheet {
    /// No line yet.
    pub fn new(style: Style) -> Self {
        let text = String::new();
        Self { style, text }
    }

    /// A text in a look, where there is colour.
    pub fn paint(&self, look: &str, text: &str) -> String {
        if self.style.color && !text.is_empty() {
            format!("\u{1b}[{look}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// Adds a line, which is clean.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Adds a text behind a head of so many columns, its further lines below its first.
    pub fn hang(&mut self, head: &str, head_columns: usize, text: &str) {
        let room = self.style.width.saturating_sub(head_columns);
        let text = wrap(&clean(text), room.max(LEAST_COLUMNS));
        let indented = text.replace('\n', &format!("\n{:head_columns$}", ""));
        self.line(&format!("{head}{indented}"));
    }
}
