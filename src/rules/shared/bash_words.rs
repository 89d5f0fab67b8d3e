//! Commands that Bash knows and PowerShell does not.

use crate::expression::shell::Command;

/// What of a command only Bash understands.
pub(crate) fn of_bash(command: &Command<'_>) -> Option<&'static str> {
    let first = command.words.first().map_or("", |word| &*word.text);
    let has_assignment = first.split_once('=').is_some_and(|(name, _)| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !name.is_empty() && !name.starts_with('$') && name.chars().all(is_name)
    });
    match first {
        "export" => Some("`export`"),
        "[" | "[[" => Some("`[`"),
        "fi" | "then" | "done" | "esac" => Some("`if` of Bash"),
        "set" if matches!(command.argument(0), "-e" | "-ex" | "-eo" | "-euo" | "-x") => {
            Some("`set -e`")
        }
        "source" => Some("`source`"),
        "chmod" => Some("`chmod`"),
        "sudo" => Some("`sudo`"),
        "rm" if matches!(command.argument(0), "-rf" | "-fr" | "-f") => Some("`rm -rf`"),
        // `"K=v" >> $env:CM_ENV` prints a text.
        _ => (has_assignment && command.redirects.is_empty()).then_some("`NAME=value`"),
    }
}
