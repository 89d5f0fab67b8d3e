//! What is known of the terminal.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

use crate::report::{self, Style};

use super::args::{CheckArgs, ColorChoice};
use super::failure::Failure;

/// Columns where there is no terminal, and where it does not say.
const DEFAULT_WIDTH: usize = 80;
/// Lines longer than this are hard to read, however wide the terminal.
const MAX_WIDTH: usize = 120;

/// Bytes that are printed at once.
const BUFFER: usize = 64 << 10;

/// How a report on standard output looks.
pub(super) fn style(args: &CheckArgs) -> Style {
    style_of(args.color, args.quiet, DEFAULT_WIDTH)
}

/// How a report on standard output looks; `without_terminal` is its width where that
/// is no terminal.
pub(super) fn style_of(color: ColorChoice, quiet: bool, without_terminal: usize) -> Style {
    let is_terminal = io::stdout().is_terminal();
    Style {
        color: match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
            }
        },
        width: if is_terminal {
            width()
        } else {
            without_terminal
        },
        unicode: !is_terminal || speaks_unicode(),
        quiet,
    }
}

/// Columns of the terminal, as far as they are used.
pub(super) fn width() -> usize {
    let size = terminal_size::terminal_size();
    size.map_or(DEFAULT_WIDTH, |(width, _)| {
        usize::from(width.0).min(MAX_WIDTH)
    })
}

/// The first of the locale variables that is set decides, as for other programs.
pub(super) fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Prints to standard output, through a buffer. A reader that goes away early is
/// no error.
pub(super) fn print_with(
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut out = io::BufWriter::with_capacity(BUFFER, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(format!(
            "standard output cannot be written: {}",
            error.kind()
        ))),
        _ => Ok(()),
    }
}

/// Prints a text to standard output.
pub(super) fn print(text: &[u8]) -> Result<(), Failure> {
    print_with(|out| out.write_all(text))
}

/// Reads all of an input, and prints it, byte for byte, where that is asked for.
pub(super) fn pass_on(mut input: impl io::Read, to_output: bool) -> Result<(), Failure> {
    let problem = |error: &io::Error| {
        Failure::new(format!("standard input cannot be read: {}", error.kind()))
    };
    if !to_output {
        let read = io::copy(&mut input, &mut io::sink());
        return read.map(|_| ()).map_err(|error| problem(&error));
    }
    // Copied in parts, so that it is known which side failed.
    let mut part = vec![0; 1 << 16];
    let mut failure = None;
    print_with(|out| {
        loop {
            match input.read(&mut part) {
                Ok(0) => return Ok(()),
                Ok(length) => out.write_all(part.get(..length).unwrap_or_default())?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    failure = Some(problem(&error));
                    return Ok(());
                }
            }
        }
    })?;
    failure.map_or(Ok(()), Err)
}

/// Prints a line to standard error, where nothing in it can command a terminal.
/// If that is closed there is nobody left to tell.
pub(super) fn tell(line: &str) {
    let line = format!("{}\n", report::printable(line));
    let _ = anstream::stderr().write_all(line.as_bytes());
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
