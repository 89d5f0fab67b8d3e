//! What is known of the terminal.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use crate::report::Style;

use super::args::{CheckArgs, ColorChoice};
use super::failure::Failure;

/// Columns where there is no terminal, and where it does not say.
const DEFAULT_WIDTH: usize = 80;
/// Lines longer than this are hard to read, however wide the terminal.
const MAX_WIDTH: usize = 120;

/// How a report on standard output looks.
pub(super) fn style(args: &CheckArgs) -> Style {
    let is_terminal = std::io::stdout().is_terminal();
    Style {
        color: match args.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
            }
        },
        width: if is_terminal { width() } else { DEFAULT_WIDTH },
        unicode: !is_terminal || speaks_unicode(),
        quiet: args.quiet,
    }
}

fn width() -> usize {
    let size = terminal_size::terminal_size();
    size.map_or(DEFAULT_WIDTH, |(width, _)| {
        usize::from(width.0).min(MAX_WIDTH)
    })
}

/// The first of the locale variables that is set decides, as for other programs.
fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// The directory that relative paths start from.
pub(super) fn current_directory() -> Result<PathBuf, Failure> {
    std::env::current_dir().map_err(|error| {
        Failure::new(format!(
            "the current directory cannot be used: {}",
            error.kind()
        ))
    })
}
