//! GitLab's Code Quality report.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

use serde::Serialize;

use crate::finding::fingerprint::fingerprint;
use crate::finding::{Finding, Severity};

use super::json::SpanObject;
use super::text::portable_path;
use super::{FileReport, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut seen = HashSet::new();
    let mut issues = Vec::new();
    for file in &report.files {
        for finding in &file.findings {
            issues.push(Issue::new(file, finding, &mut seen));
        }
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: Cow<'a, str>,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl<'a> Issue<'a> {
    fn new(file: &'a FileReport, finding: &'a Finding, seen: &mut HashSet<String>) -> Self {
        let path = portable_path(file.service_name());
        let SpanObject { start, end } = SpanObject::new(&file.source, finding.span);
        Self {
            description: &finding.message,
            check_name: &finding.rule,
            fingerprint: unique(&path, finding, seen),
            severity: severity(finding.severity),
            location: Location {
                path,
                lines: Lines {
                    begin: start.line,
                    end: end.line,
                },
            },
        }
    }
}

/// A fingerprint that no other finding of the report has: GitLab shows only one
/// of those that share one, and a finding's own says nothing of its file.
fn unique(path: &str, finding: &Finding, seen: &mut HashSet<String>) -> String {
    let mut occurrence = 0;
    loop {
        let name = fingerprint(&finding.rule, path, &finding.fingerprint, occurrence);
        if seen.insert(name.clone()) {
            return name;
        }
        occurrence += 1;
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
        Severity::Hint => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::summary::tests::finding;

    #[test]
    fn no_two_issues_share_a_fingerprint() {
        let finding = finding(Severity::Error);
        let mut seen = HashSet::new();
        let names = [
            unique("a.yaml", &finding, &mut seen),
            unique("b.yaml", &finding, &mut seen),
            unique("a.yaml", &finding, &mut seen),
        ];
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), 3);
        assert_eq!(names[0], unique("a.yaml", &finding, &mut HashSet::new()));
    }
}
