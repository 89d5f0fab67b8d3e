//! Findings for people: excerpt, underlines, help, link.

use std::{fmt, io};

use crate::finding::{Finding, Safety};

use super::graphic::{Subject, draw};
use super::text::{clean, count};
use super::{ByFile, FileReport, Style, Summary};

pub(super) const FORMAT: ByFile = ByFile {
    write_file,
    write_end: Some(write_end),
};

fn write_end(summary: &Summary, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    if style.quiet || summary.files == 0 {
        return Ok(());
    }
    writeln!(out, "{}", summary.in_words())
}

fn write_file(file: &FileReport, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in &file.findings {
        let text = render(file, finding, style).map_err(io::Error::other)?;
        writeln!(out, "{text}")?;
    }
    if file.omitted.total() > 0 && !style.quiet {
        let name = clean(file.source.name());
        writeln!(
            out,
            "{name}: {} not shown\n",
            count(file.omitted.total(), "more finding")
        )?;
    }
    Ok(())
}

fn render(file: &FileReport, finding: &Finding, style: &Style) -> Result<String, fmt::Error> {
    let mut notes = Vec::new();
    notes.extend(fix_note(finding));
    if !finding.url.is_empty() {
        notes.push(("docs", clean(&finding.url).into_owned()));
    }
    let subject = Subject {
        source: &file.source,
        secrets: &file.secrets,
        // The severity is seen without colour, too.
        code: Some(format!("{}[{}]", finding.severity, clean(&finding.rule))),
        severity: finding.severity,
        message: &finding.message,
        help: finding.help.as_deref(),
        span: Some(finding.span),
        related: &finding.related,
        notes,
    };
    draw(&subject, style)
}

fn fix_note(finding: &Finding) -> Option<(&'static str, String)> {
    let fix = finding.fix.as_ref()?;
    let safety = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
    };
    Some(("fix", format!("{} ({safety})", clean(&fix.title))))
}
