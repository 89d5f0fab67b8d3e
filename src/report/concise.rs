//! One line a finding: `path:line:column: severity[rule]: message`.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{Diagnostic, Label, LabelStyle, Severity as Level};
use codespan_reporting::files::Error;
use codespan_reporting::term::{Config, DisplayStyle, WriteStyle, emit_to_write_style};

use crate::finding::{Finding, Severity};

use super::text::{clean, count};
use super::{ByFile, FileReport, Style};

pub(super) const FORMAT: ByFile = ByFile {
    write_file,
    write_end: None,
};

fn write_file(file: &FileReport, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let config = Config {
        display_style: DisplayStyle::Short,
        ..Config::default()
    };
    for finding in &file.findings {
        let mut line = Line {
            out,
            severity: finding.severity,
            color: style.color,
            skip: 0,
        };
        let diagnostic = diagnostic(file, finding);
        emit_to_write_style(&mut line, &config, &file.source, &diagnostic).map_err(to_io)?;
    }
    let omitted = file.omitted.total();
    if omitted > 0 && !style.quiet {
        let name = clean(file.source.name());
        writeln!(out, "{name}: {} not shown", count(omitted, "more finding"))?;
    }
    Ok(())
}

fn diagnostic(file: &FileReport, finding: &Finding) -> Diagnostic<()> {
    let start = file.source.floor_char_boundary(finding.span.start());
    Diagnostic::new(level(finding.severity))
        .with_code(clean(&finding.rule))
        .with_message(clean(&finding.message))
        .with_label(Label::primary((), start..start))
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
        Severity::Hint => Level::Help,
    }
}

fn to_io(error: Error) -> io::Error {
    match error {
        Error::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// Writes a line with our names of the severities in place of the library's,
/// which knows neither `info` nor `hint`.
struct Line<'a> {
    out: &'a mut dyn Write,
    severity: Severity,
    color: bool,
    /// Bytes of the library's name that are still to be swallowed.
    skip: usize,
}

impl Line<'_> {
    fn style(&mut self, sequence: &str) -> io::Result<()> {
        if self.color {
            self.out.write_all(sequence.as_bytes())?;
        }
        Ok(())
    }
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.skip == 0 {
            return self.out.write(bytes);
        }
        let swallowed = self.skip.min(bytes.len());
        self.skip -= swallowed;
        Ok(swallowed)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl WriteStyle for Line<'_> {
    fn set_header(&mut self, level: Level) -> io::Result<()> {
        self.skip = match level {
            Level::Bug => "bug".len(),
            Level::Error => "error".len(),
            Level::Warning => "warning".len(),
            Level::Note => "note".len(),
            Level::Help => "help".len(),
        };
        self.style(match self.severity {
            Severity::Error => "\u{1b}[1;31m",
            Severity::Warning => "\u{1b}[1;33m",
            Severity::Info | Severity::Hint => "\u{1b}[1;36m",
        })?;
        self.out.write_all(self.severity.name().as_bytes())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.reset()
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_label(&mut self, _level: Level, _style: LabelStyle) -> io::Result<()> {
        Ok(())
    }

    fn reset(&mut self) -> io::Result<()> {
        self.style("\u{1b}[0m")
    }
}
