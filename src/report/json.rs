//! The whole report as one JSON object.
//!
//! The shape is a contract: `schema/report.schema.json` describes it.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::finding::{Category, Finding, Fix, Related, Safety, Severity};
use crate::syntax::{SourceFile, Span};

use super::{FileReport, Report, Summary, TOOL_NAME, TOOL_VERSION};

/// The version of the report's shape. New keys do not change it; keys that go
/// or change their meaning do.
pub(crate) const VERSION: u32 = 1;

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let object = ReportObject {
        version: VERSION,
        tool: Tool {
            name: TOOL_NAME,
            version: TOOL_VERSION,
        },
        files: &report.files,
        summary: report.summary(),
    };
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}

#[derive(Serialize)]
struct ReportObject<'a> {
    version: u32,
    tool: Tool,
    #[serde(serialize_with = "one_by_one")]
    files: &'a [FileReport],
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Serialises files without keeping the objects of more than one.
fn one_by_one<S: Serializer>(files: &[FileReport], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(files.iter().map(FileObject::new))
}

#[derive(Serialize)]
struct FileObject<'a> {
    path: &'a str,
    findings: Vec<FindingObject<'a>>,
}

impl<'a> FileObject<'a> {
    fn new(file: &'a FileReport) -> Self {
        let object = |finding| FindingObject::new(&file.source, finding);
        Self {
            path: file.source.name(),
            findings: file.findings.iter().map(object).collect(),
        }
    }
}

/// A finding as JSON shows it, in `json` and in `json-lines`.
#[derive(Serialize)]
pub(crate) struct FindingObject<'a> {
    rule: &'a str,
    category: Category,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    url: &'a str,
    path: &'a str,
    span: SpanObject,
    related: Vec<RelatedObject<'a>>,
    fix: Option<FixObject<'a>>,
    fingerprint: &'a str,
}

impl<'a> FindingObject<'a> {
    pub(crate) fn new(source: &SourceFile, finding: &'a Finding) -> Self {
        let related = finding.related.iter();
        Self {
            rule: &finding.rule,
            category: finding.category,
            severity: finding.severity,
            message: &finding.message,
            help: finding.help.as_deref(),
            url: &finding.url,
            path: &finding.path,
            span: SpanObject::new(source, finding.span),
            related: related
                .map(|related| RelatedObject::new(source, related))
                .collect(),
            fix: finding.fix.as_ref().map(FixObject::new),
            fingerprint: &finding.fingerprint,
        }
    }
}

/// Where a span starts and ends, in lines, columns and bytes.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct SpanObject {
    pub start: Place,
    pub end: Place,
}

/// A place: line and column from 1, the column in code points, and the offset
/// in bytes.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Place {
    pub line: usize,
    pub column: usize,
    pub offset: usize,
}

impl SpanObject {
    /// The places of a span, clamped to the text.
    pub(crate) fn new(source: &SourceFile, span: Span) -> Self {
        let place = |offset: usize| {
            let offset = source.floor_char_boundary(offset);
            let position = source.position(offset);
            Place {
                line: position.line,
                column: position.column,
                offset,
            }
        };
        Self {
            start: place(span.start()),
            end: place(span.end()),
        }
    }
}

#[derive(Serialize)]
struct RelatedObject<'a> {
    message: &'a str,
    span: SpanObject,
}

impl<'a> RelatedObject<'a> {
    fn new(source: &SourceFile, related: &'a Related) -> Self {
        Self {
            message: &related.message,
            span: SpanObject::new(source, related.span),
        }
    }
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    safety: Safety,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

impl<'a> FixObject<'a> {
    fn new(fix: &'a Fix) -> Self {
        let edits = fix.edits.iter();
        let edits = edits.map(|edit| EditObject {
            start: edit.span.start,
            end: edit.span.end,
            text: &edit.text,
        });
        Self {
            title: &fix.title,
            safety: fix.safety,
            edits: edits.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, Style, render};

    #[test]
    fn a_clean_file_is_listed() {
        let file = FileReport::new(SourceFile::new("a.yaml", ""), Vec::new(), Vec::new(), 9);
        let text = render(
            &Report { files: vec![file] },
            Format::Json,
            &Style::default(),
        )
        .unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            json["files"],
            serde_json::json!([{"path": "a.yaml", "findings": []}])
        );
        assert_eq!(json["summary"]["files"], 1);
    }

    #[test]
    fn spans_past_the_end_are_clamped() {
        let span = SpanObject::new(&SourceFile::new("f", "aé"), Span::new(2, 99));
        assert_eq!((span.start.offset, span.start.column), (1, 2));
        assert_eq!((span.end.offset, span.end.column), (3, 3));
    }
}
