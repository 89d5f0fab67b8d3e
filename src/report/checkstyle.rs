//! Checkstyle XML, which many review tools read.

use std::io::{self, Write};

use crate::finding::Severity;

use super::text::escape_markup;
use super::{Report, TOOL_NAME};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<checkstyle version="4.3">"#)?;
    for file in &report.files {
        writeln!(
            out,
            r#"  <file name="{}">"#,
            escape_markup(file.source.name())
        )?;
        for finding in &file.findings {
            let start = file.source.position(finding.span.start());
            writeln!(
                out,
                r#"    <error line="{}" column="{}" severity="{}" message="{}" source="{TOOL_NAME}.{}"/>"#,
                start.line,
                start.column,
                severity(finding.severity),
                escape_markup(&finding.message),
                escape_markup(&finding.rule),
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

/// Checkstyle has no hints.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "info",
    }
}
