//! A finding that makes it hard for a format, shared by the tests of reports.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use codemagic_lint::finding::{Category, Edit, Finding, Fix, Related, Safety, Severity};
use codemagic_lint::report::{self, FileReport, Format, Report, Style};
use codemagic_lint::syntax::{SourceFile, Span};

/// A file with CRLF line breaks and characters of several bytes.
pub const TEXT: &str = "workflows:\r\n  ios:\r\n    publishing:\r\n      app_store_connect:\r\n        \
                    beta_groups: [\"Ü 日本\", \"Ü 日本\"] # groups\r\n";

/// A finding behind characters of several bytes, with related places on its own
/// and on another line, and a fix.
pub fn duplicate_group() -> Finding {
    let group = "\"Ü 日本\"";
    let first = Span::new(
        TEXT.find(group).unwrap(),
        TEXT.find(group).unwrap() + group.len(),
    );
    let second = Span::new(first.end() + 2, first.end() + 2 + group.len());
    Finding {
        rule: "asc-beta-group-duplicate".into(),
        category: Category::Publishing,
        severity: Severity::Warning,
        message: "`Ü 日本` is listed twice".to_owned(),
        help: Some("list each group once".to_owned()),
        url: "https://example.com/rules/asc-beta-group-duplicate".to_owned(),
        path: "workflows.ios.publishing.app_store_connect.beta_groups[1]".to_owned(),
        span: second,
        related: vec![
            related(first, "first here"),
            related(Span::new(14, 17), "of this"),
        ],
        fix: Some(Fix {
            title: "delete the second".to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit {
                span: Span::new(first.end(), second.end()),
                text: String::new(),
            }],
        }),
        fingerprint: "00112233445566778899aabbccddeeff".to_owned(),
    }
}

/// A related place.
pub fn related(span: Span, message: &str) -> Related {
    Related {
        span,
        message: message.to_owned(),
    }
}

/// A report on one file.
pub fn report(name: &str, text: &str, findings: Vec<Finding>) -> Report {
    Report {
        files: vec![FileReport::new(
            SourceFile::new(name, text),
            findings,
            Vec::new(),
            1000,
        )],
    }
}

/// One file with one finding.
pub fn sample() -> Report {
    report("ci/my app.yaml", TEXT, vec![duplicate_group()])
}

/// A report without colour, 80 columns wide.
pub fn render(report: &Report, format: Format) -> String {
    report::render(report, format, &Style::default()).unwrap()
}
