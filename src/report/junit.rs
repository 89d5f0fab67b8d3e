//! `JUnit` XML: a suite per file, a case per finding.
//!
//! Errors and warnings are failed cases; infos and hints are passed ones that
//! say something. A file without findings is one passed case.

use std::fmt::Write as _;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use crate::finding::{Finding, Severity};

use super::text::{clean, clean_lines, count};
use super::{FileReport, Report, TOOL_NAME};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut suites = Suites::new(TOOL_NAME);
    suites.add_test_suites(report.files.iter().map(suite));
    // Not straight to the writer: its errors would lose their kind.
    let xml = suites.to_string().map_err(io::Error::other)?;
    out.write_all(xml.as_bytes())
}

fn suite(file: &FileReport) -> TestSuite {
    let name = clean(file.source.name());
    let mut suite = TestSuite::new(&name);
    for finding in &file.findings {
        suite.add_test_case(case(file, &name, finding));
    }
    if file.omitted.total() > 0 {
        suite.add_test_case(omitted(file, &name));
    }
    if suite.tests == 0 {
        let mut passed = TestCase::new("no findings", TestCaseStatus::success());
        passed.set_classname(&name);
        suite.add_test_case(passed);
    }
    suite
}

fn case(file: &FileReport, name: &str, finding: &Finding) -> TestCase {
    let start = file.source.position(finding.span.start());
    let title = format!(
        "{} at {}:{}",
        clean(&finding.rule),
        start.line,
        start.column
    );
    let details = details(name, start.line, start.column, finding);
    let mut case = match finding.severity {
        Severity::Error | Severity::Warning => {
            let mut failure = TestCaseStatus::non_success(NonSuccessKind::Failure);
            failure.set_message(clean(&finding.message));
            failure.set_type(finding.severity.name());
            failure.set_description(details);
            TestCase::new(title, failure)
        }
        Severity::Info | Severity::Hint => {
            let mut passed = TestCase::new(title, TestCaseStatus::success());
            passed.set_system_out(details);
            passed
        }
    };
    case.set_classname(name);
    case.extra.insert("file".into(), name.into());
    case.extra
        .insert("line".into(), start.line.to_string().into());
    case
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

/// Stands for the findings that are not shown, so that the suite fails if one
/// of them would make it fail.
fn omitted(file: &FileReport, name: &str) -> TestCase {
    let message = format!(
        "{} not shown: {}",
        count(file.omitted.total(), "more finding"),
        file.omitted.in_words()
    );
    let fails = file.omitted.worst() >= Some(Severity::Warning);
    let mut status = TestCaseStatus::success();
    if fails {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(message.as_str());
    }
    let mut case = TestCase::new("more findings", status);
    case.set_classname(name);
    if !fails {
        case.set_system_out(message);
    }
    case
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
