//! Which report goes where.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::report::{self, ByFile, FileReport, FileText, Format, Report};
use crate::workspace::{display_name, write_atomically};

use super::args::{CheckArgs, ColorChoice};
use super::failure::Failure;
use super::terminal;

/// A report to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    format: Format,
    /// Standard output, if there is none.
    file: Option<PathBuf>,
}

/// A report on standard output that is made file by file.
#[derive(Debug)]
pub(super) struct Reporter {
    format: ByFile,
    style: report::Style,
}

impl Reporter {
    /// What is said of a file.
    pub(super) fn render(&self, file: &FileReport) -> Result<FileText, Failure> {
        let text = self.format.render(file, &self.style);
        text.map_err(Failure::new)
    }

    /// Prints what was said of all files.
    pub(super) fn print(&self, files: &[FileText]) -> Result<(), Failure> {
        terminal::print_with(|out| self.format.write_texts(files, &self.style, out))
    }
}

/// Where reports without a file go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Console {
    /// Standard output.
    Output,
    /// Standard error: what was fixed has standard output.
    Errors,
    /// Nowhere: the changes are shown instead.
    Nowhere,
}

/// One of the two options, as they stand on the command line.
enum Given<'a> {
    Format(Format),
    File(&'a PathBuf),
}

/// The reports that the command line asks for. Each `--output-file` belongs to
/// the `--output-format` before it; where a file comes first of all, to the one
/// after it.
pub(super) fn outputs(args: &CheckArgs, matches: &ArgMatches) -> Result<Vec<Output>, Failure> {
    let mut given = given(args, matches);
    let files_first = matches!(given.first(), Some(Given::File(_)));
    if files_first {
        given.reverse();
    }
    let mut outputs: Vec<Output> = Vec::new();
    for option in given {
        match (option, outputs.last_mut()) {
            (Given::Format(format), _) => outputs.push(Output { format, file: None }),
            (Given::File(file), Some(output)) => output.set_file(file)?,
            (Given::File(file), None) => {
                return Err(Failure::with_help(
                    format!(
                        "`--output-file {}` belongs to no `--output-format`",
                        file.display()
                    ),
                    Some("name both: `--output-format json --output-file report.json`"),
                ));
            }
        }
    }
    if files_first {
        outputs.reverse();
    }
    if outputs.is_empty() {
        outputs.push(Output {
            format: Format::Human,
            file: None,
        });
    }
    each_goes_elsewhere(&outputs)?;
    Ok(outputs)
}

fn given<'a>(args: &'a CheckArgs, matches: &ArgMatches) -> Vec<Given<'a>> {
    let places = |name: &str| matches.indices_of(name).into_iter().flatten();
    let formats = places("output_format").zip(args.output_format.iter().copied());
    let files = places("output_file").zip(&args.output_file);
    let mut given: Vec<(usize, Given<'a>)> = formats
        .map(|(place, format)| (place, Given::Format(format)))
        .chain(files.map(|(place, file)| (place, Given::File(file))))
        .collect();
    given.sort_by_key(|(place, _)| *place);
    given.into_iter().map(|(_, option)| option).collect()
}

fn each_goes_elsewhere(outputs: &[Output]) -> Result<(), Failure> {
    let mut places = HashSet::new();
    for Output { file, .. } in outputs {
        if places.insert(file) {
            continue;
        }
        return Err(match file {
            Some(file) => Failure::new(format!("two reports for `{}`", file.display())),
            None => Failure::with_help(
                "two reports for standard output",
                Some("give all but one an `--output-file`"),
            ),
        });
    }
    Ok(())
}

impl Output {
    fn set_file(&mut self, file: &Path) -> Result<(), Failure> {
        match self.file.replace(file.to_path_buf()) {
            None => Ok(()),
            Some(_) => Err(Failure::new(format!(
                "two `--output-file` for one `--output-format {}`",
                self.format.name()
            ))),
        }
    }

    /// What prints the report file by file, as each is checked; `None` where the report
    /// has a file of its own, or looks at all files together.
    pub(super) fn prints_by_file(&self, args: &CheckArgs) -> Option<Reporter> {
        let format = self.format.by_file().filter(|_| self.file.is_none())?;
        let style = terminal::style(args);
        Some(Reporter { format, style })
    }

    /// Writes the report; to `console` where it has no file of its own.
    pub(super) fn write(
        &self,
        report: &Report,
        args: &CheckArgs,
        console: Console,
    ) -> Result<(), Failure> {
        let Some(path) = &self.file else {
            return self.print(report, args, console);
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

    fn print(&self, report: &Report, args: &CheckArgs, console: Console) -> Result<(), Failure> {
        match console {
            Console::Output => {
                let style = terminal::style(args);
                terminal::print_with(|out| report::write(report, self.format, &style, out))
            }
            Console::Errors => {
                let style = report::Style {
                    color: args.color == ColorChoice::Always,
                    quiet: args.quiet,
                    ..report::Style::default()
                };
                let text = report::render(report, self.format, &style).map_err(Failure::new)?;
                // Nobody is left to tell where it cannot be written.
                let _ = anstream::stderr().write_all(text.as_bytes());
                Ok(())
            }
            Console::Nowhere => Ok(()),
        }
    }
}
