//! `JUnit` XML: a suite per file, a case per finding.
//!
//! Errors and warnings are failed cases; infos and hints are passed ones that
//! say something. A file without findings is one passed case.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::finding::{Finding, Severity};

use super::text::{clean, clean_lines, count, xml};
use super::{FileReport, Report, TOOL_NAME};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<_> = report.files.iter().map(Suite::new).collect();
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let failures: usize = suites.iter().map(Suite::failures).sum();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="{TOOL_NAME}" tests="{tests}" skipped="0" failures="{failures}" errors="0">"#
    )?;
    for suite in &suites {
        suite.write(out)?;
    }
    writeln!(out, "</testsuites>")
}

/// What is told of a file.
struct Suite {
    name: String,
    /// At least one: programs that read these files take an empty suite for a fault.
    cases: Vec<Case>,
}

/// What is told of a finding.
struct Case {
    name: String,
    line: Option<usize>,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    /// Passed, with something to say.
    Told(String),
    Failed {
        message: String,
        /// The severity, where one finding is meant.
        kind: Option<&'static str>,
        details: String,
    },
}

impl Suite {
    fn new(file: &FileReport) -> Self {
        let name = clean(file.source.name()).into_owned();
        let findings = file.findings.iter();
        let mut cases: Vec<_> = findings
            .map(|finding| Case::new(file, &name, finding))
            .collect();
        if file.omitted.total() > 0 {
            cases.push(Case::omitted(file));
        }
        if cases.is_empty() {
            cases.push(Case {
                name: "no findings".to_owned(),
                line: None,
                outcome: Outcome::Passed,
            });
        }
        Self { name, cases }
    }

    fn failures(&self) -> usize {
        let failed = |case: &&Case| matches!(case.outcome, Outcome::Failed { .. });
        self.cases.iter().filter(failed).count()
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let name = xml(&self.name);
        writeln!(
            out,
            r#"    <testsuite name="{name}" tests="{}" skipped="0" errors="0" failures="{}">"#,
            self.cases.len(),
            self.failures()
        )?;
        for case in &self.cases {
            case.write(&name, out)?;
        }
        writeln!(out, "    </testsuite>")
    }
}

impl Case {
    fn new(file: &FileReport, file_name: &str, finding: &Finding) -> Self {
        let start = file.source.position(finding.span.start());
        let details = details(file_name, start.line, start.column, finding);
        let outcome = match finding.severity {
            Severity::Error | Severity::Warning => Outcome::Failed {
                message: clean(&finding.message).into_owned(),
                kind: Some(finding.severity.name()),
                details,
            },
            Severity::Info | Severity::Hint => Outcome::Told(details),
        };
        let rule = clean(&finding.rule);
        Self {
            name: format!("{rule} at {}:{}", start.line, start.column),
            line: Some(start.line),
            outcome,
        }
    }

    /// Stands for the findings that are not shown, so that the suite fails if one
    /// of them would make it fail.
    fn omitted(file: &FileReport) -> Self {
        let message = format!(
            "{} not shown: {}",
            count(file.omitted.total(), "more finding"),
            file.omitted.in_words()
        );
        let outcome = if file.omitted.worst() >= Some(Severity::Warning) {
            Outcome::Failed {
                message,
                kind: None,
                details: String::new(),
            }
        } else {
            Outcome::Told(message)
        };
        Self {
            name: "more findings".to_owned(),
            line: None,
            outcome,
        }
    }

    /// `file` is the escaped name of the file.
    fn write(&self, file: &str, out: &mut dyn Write) -> io::Result<()> {
        let name = xml(&self.name);
        write!(out, r#"        <testcase name="{name}" classname="{file}""#)?;
        if let Some(line) = self.line {
            write!(out, r#" file="{file}" line="{line}""#)?;
        }
        match &self.outcome {
            Outcome::Passed => return writeln!(out, "/>"),
            Outcome::Told(text) => {
                write!(out, ">\n            <system-out>{}</system-out>", xml(text))?;
            }
            Outcome::Failed {
                message,
                kind,
                details,
            } => {
                let message = xml(message);
                write!(out, ">\n            <failure message=\"{message}\"")?;
                if let Some(kind) = kind {
                    write!(out, r#" type="{kind}""#)?;
                }
                if details.is_empty() {
                    write!(out, "/>")?;
                } else {
                    write!(out, ">{}</failure>", xml(details))?;
                }
            }
        }
        writeln!(out, "\n        </testcase>")
    }
}

fn details(name: &str, line: usize, column: usize, finding: &Finding) -> String {
    let (severity, rule) = (finding.severity, clean(&finding.rule));
    let message = clean(&finding.message);
    let mut text = format!("{name}:{line}:{column}: {severity}[{rule}]: {message}");
    if let Some(help) = &finding.help {
        let _ = write!(text, "\nhelp: {}", clean_lines(help));
    }
    let _ = write!(text, "\ndocs: {}", clean(&finding.url));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::summary::tests::finding;
    use crate::report::{Format, Style, render};
    use crate::syntax::SourceFile;

    fn xml(severities: &[Severity], shown: usize) -> String {
        let findings = severities.iter().copied().map(|severity| {
            let mut finding = finding(severity);
            finding.message = "a\u{0}\u{1b}\u{ffff}<&\"\t".to_owned();
            finding
        });
        let file = FileReport::new(
            SourceFile::new("f", "ab"),
            findings.collect(),
            Vec::new(),
            shown,
        );
        render(
            &Report { files: vec![file] },
            Format::Junit,
            &Style::default(),
        )
        .unwrap()
    }

    #[test]
    fn only_errors_and_warnings_fail() {
        use Severity::{Error, Hint, Info, Warning};
        let xml = xml(&[Error, Warning, Info, Hint], 9);
        assert!(
            xml.contains(r#"tests="4" skipped="0" errors="0" failures="2""#),
            "{xml}"
        );
        assert_eq!(xml.matches("<system-out>").count(), 2);
    }

    #[test]
    fn a_clean_file_passes() {
        assert!(xml(&[], 9).contains(r#"<testcase name="no findings" classname="f"/>"#));
    }

    #[test]
    fn what_is_not_shown_fails_as_well() {
        let text = xml(&[Severity::Error, Severity::Error], 1);
        assert!(
            text.contains(r#"<failure message="1 more finding not shown: 1 error"/>"#),
            "{text}"
        );
        let text = xml(&[Severity::Hint, Severity::Hint], 1);
        assert!(text.contains(r#"failures="0""#), "{text}");
    }

    #[test]
    fn characters_that_xml_forbids_are_spelled_out() {
        let xml = xml(&[Severity::Error], 9);
        let message = r#"message="a\u{0}\u{1b}\u{ffff}&lt;&amp;&quot;\t""#;
        assert!(xml.contains(message), "{xml}");
    }
}
