//! Which report goes where.

use std::path::PathBuf;

use clap::ArgMatches;

use crate::report::{self, Format, Report};
use crate::workspace::{display_name, write_atomically};

use super::args::CheckArgs;
use super::failure::Failure;
use super::terminal;

/// A report to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    format: Format,
    /// Standard output, if there is none.
    file: Option<PathBuf>,
}

/// The reports that the command line asks for: each `--output-file` belongs to
/// the `--output-format` before it.
pub(super) fn outputs(args: &CheckArgs, matches: &ArgMatches) -> Result<Vec<Output>, Failure> {
    let places = |name: &str| {
        matches
            .indices_of(name)
            .map(Iterator::collect::<Vec<_>>)
            .unwrap_or_default()
    };
    let mut outputs: Vec<(usize, Output)> = places("output_format")
        .into_iter()
        .zip(&args.output_format)
        .map(|(place, &format)| (place, Output { format, file: None }))
        .collect();
    for (place, file) in places("output_file").into_iter().zip(&args.output_file) {
        let Some((_, output)) = outputs.iter_mut().rev().find(|(format, _)| *format < place) else {
            return Err(Failure::with_help(
                format!(
                    "`--output-file {}` stands before any `--output-format`",
                    file.display()
                ),
                Some("name the format first: `--output-format json --output-file report.json`"),
            ));
        };
        if output.file.replace(file.clone()).is_some() {
            return Err(Failure::new(format!(
                "two `--output-file` for one `--output-format {}`",
                output.format.name()
            )));
        }
    }
    if outputs.is_empty() {
        outputs.push((
            0,
            Output {
                format: Format::Human,
                file: None,
            },
        ));
    }
    if outputs
        .iter()
        .filter(|(_, output)| output.file.is_none())
        .count()
        > 1
    {
        return Err(Failure::with_help(
            "two reports for standard output",
            Some("give all but one an `--output-file`"),
        ));
    }
    Ok(outputs.into_iter().map(|(_, output)| output).collect())
}

impl Output {
    /// Writes the report.
    pub(super) fn write(&self, report: &Report, args: &CheckArgs) -> Result<(), Failure> {
        let Some(path) = &self.file else {
            return self.print(report, args);
        };
        let style = report::Style {
            quiet: args.quiet,
            ..report::Style::default()
        };
        let text = report::render(report, self.format, &style).map_err(Failure::new)?;
        let name = display_name(&terminal::current_directory()?, path);
        let path = terminal::current_directory()?.join(path);
        write_atomically(&path, &name, text.as_bytes())
            .map_err(|error| Failure::with_help(&error, error.help()))
    }

    fn print(&self, report: &Report, args: &CheckArgs) -> Result<(), Failure> {
        let style = terminal::style(args);
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let written = report::write(report, self.format, &style, &mut out)
            .and_then(|()| std::io::Write::flush(&mut out));
        match written {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::new(
                format!("standard output cannot be written: {}", error.kind()),
            )),
            _ => Ok(()),
        }
    }
}
