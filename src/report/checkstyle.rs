//! Checkstyle XML, which many review tools read.

use std::io::{self, Write};

use crate::finding::Severity;

use super::text::clean;
use super::{Report, TOOL_NAME};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<checkstyle version="4.3">"#)?;
    for file in &report.files {
        writeln!(out, r#"  <file name="{}">"#, attribute(file.source.name()))?;
        for finding in &file.findings {
            let start = file.source.position(finding.span.start());
            writeln!(
                out,
                r#"    <error line="{}" column="{}" severity="{}" message="{}" source="{TOOL_NAME}.{}"/>"#,
                start.line,
                start.column,
                severity(finding.severity),
                attribute(&finding.message),
                attribute(&finding.rule),
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

/// Escapes the value of an attribute; characters that XML forbids, and line
/// breaks, which it would turn into spaces, are spelled out.
fn attribute(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::attribute;

    #[test]
    fn attributes_are_escaped() {
        assert_eq!(
            attribute("<a href=\"x\">&'\u{1b}\n\u{fffe}é"),
            r"&lt;a href=&quot;x&quot;&gt;&amp;&apos;\u{1b}\n\u{fffe}é"
        );
    }
}
