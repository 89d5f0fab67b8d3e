//! What no format may do, whatever the input.
#![cfg(feature = "cli")]

mod report_sample;

use codemagic_lint::finding::{Category, Severity};
use codemagic_lint::report::{self, FileReport, Format, Report, Style, report_schema};
use codemagic_lint::syntax::{SourceFile, Span};
use proptest::prelude::*;

use report_sample::{TEXT, duplicate_group, related, render, report, sample};

#[test]
fn many_related_places_are_counted() {
    let mut finding = duplicate_group();
    let line = "  a: *base\n";
    let place = |index: usize| {
        related(
            Span::new(index * line.len() + 5, index * line.len() + 10),
            "used here",
        )
    };
    finding.related = (10..16).map(place).collect();
    finding.span = Span::new(2, 3);
    let text = render(
        &report("a.yaml", &line.repeat(20), vec![finding]),
        Format::Human,
    );
    assert_eq!(text.matches("used here").count(), 4, "{text}");
    assert!(
        text.contains("and 2 more places, on lines 15 and 16"),
        "{text}"
    );
    let lines_shown = text
        .lines()
        .filter(|line| line.contains("a: *base"))
        .count();
    assert_eq!(lines_shown, 2 + 4, "{text}");
}

#[test]
fn places_that_overlap_are_told_in_words() {
    let mut finding = duplicate_group();
    finding.related = vec![related(finding.span, "the same place")];
    let text = render(&report("a.yaml", TEXT, vec![finding]), Format::Human);
    assert!(text.contains("  note: line 5: the same place\n"), "{text}");
}

#[test]
fn a_span_over_several_lines_shows_its_first() {
    let mut finding = duplicate_group();
    (finding.span, finding.related) = (Span::new(14, TEXT.len()), Vec::new());
    let text = render(&report("a.yaml", TEXT, vec![finding]), Format::Human);
    assert!(
        text.contains(" 2 │   ios:\n   ·   ────\n 3 │     publishing:\n   ╰"),
        "{text}"
    );
}

#[test]
fn people_see_at_most_eighty_columns() {
    let mut finding = duplicate_group();
    finding.message = "`word` ".repeat(40);
    finding.help = Some("some more words ".repeat(20));
    finding.related[0].message =
        "a reason in so many words that they need a second line".to_owned();
    let long = format!("{TEXT}{}\n", "# long ".repeat(7_000));
    finding.related[1].span = Span::new(TEXT.len() + 20_000, TEXT.len() + 20_005);
    let text = render(&report("a.yaml", &long, vec![finding]), Format::Human);
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(text.len() < 6_000, "{} bytes", text.len());
}

#[test]
fn secrets_are_not_shown() {
    let text = "a: 1\nkey: hunter2hunter2\nb: 2\n";
    let mut exposed = duplicate_group();
    (exposed.category, exposed.span) = (Category::Security, Span::new(10, 24));
    exposed.related = Vec::new();
    let mut neighbour = exposed.clone();
    (neighbour.category, neighbour.span) = (Category::Style, Span::new(0, 1));
    let text = render(
        &report("a.yaml", text, vec![neighbour, exposed]),
        Format::Human,
    );
    assert!(!text.contains("hunter2"), "{text}");
    assert_eq!(text.matches("key: **************").count(), 2, "{text}");
}

#[test]
fn an_empty_report_is_valid() {
    let clean = report("a.yaml", "a: b\n", Vec::new());
    for report in [&clean, &Report::default()] {
        for format in [Format::Json, Format::Sarif, Format::Gitlab] {
            let text = render(report, format);
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        }
        for format in [Format::Concise, Format::JsonLines, Format::Github] {
            assert_eq!(render(report, format), "");
        }
    }
    assert_eq!(render(&clean, Format::Human), "no problems in 1 file\n");
    assert_eq!(render(&clean, Format::Gitlab), "[]\n");
    insta::assert_snapshot!(render(&clean, Format::Junit), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="codemagic-lint" tests="1" skipped="0" failures="0" errors="0">
        <testsuite name="a.yaml" tests="1" skipped="0" errors="0" failures="0">
            <testcase name="no findings" classname="a.yaml"/>
        </testsuite>
    </testsuites>
    "#);
    insta::assert_snapshot!(render(&clean, Format::Checkstyle), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <checkstyle version="4.3">
      <file name="a.yaml">
      </file>
    </checkstyle>
    "#);
}

#[test]
fn json_keeps_to_its_schema() {
    let validator = jsonschema::validator_for(&report_schema()).unwrap();
    let mut plain = duplicate_group();
    (plain.fix, plain.help, plain.related) = (None, None, Vec::new());
    for findings in [vec![], vec![duplicate_group(), plain]] {
        let text = render(&report("a.yaml", TEXT, findings), Format::Json);
        let json = serde_json::from_str(&text).unwrap();
        validator.validate(&json).unwrap();
    }
}

/// A writer whose reader has gone.
struct Gone;

impl std::io::Write for Gone {
    fn write(&mut self, _bytes: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_broken_pipe_is_told_as_one() {
    for format in Format::ALL {
        let error = report::write(&sample(), format, &Style::default(), &mut Gone).unwrap_err();
        assert_eq!(
            error.kind(),
            std::io::ErrorKind::BrokenPipe,
            "{}",
            format.name()
        );
    }
}

prop_compose! {
    fn span()(start in 0..200_usize, len in 0..60_usize) -> Span {
        Span::new(start, start + len)
    }
}

prop_compose! {
    fn hostile_report()(
        text in "([a-zé日\t \"#:*\u{1b}\u{202e}\u{feff}]{0,70}(\n|\r\n|\r)){0,8}",
        name in "[a\\\\/\u{1b}\n,:% ]{0,9}",
        message in "[a\u{1b}\u{0}<&\"'\n\r%:, ]{0,40}",
        spans in prop::collection::vec(span(), 1..9),
        category in prop::sample::select(vec![Category::Security, Category::Style]),
        severity in prop::sample::select(Severity::ALL.to_vec()),
    ) -> Report {
        let source = SourceFile::new(name, text.as_str());
        let fit = |span: &Span| {
            let start = source.floor_char_boundary(span.start());
            Span::new(start, source.floor_char_boundary(span.end()))
        };
        let mut finding = duplicate_group();
        (finding.category, finding.severity) = (category, severity);
        (finding.message, finding.help) = (message.clone(), Some(message.clone()));
        (finding.rule, finding.fix) = (message.clone().into(), None);
        finding.span = fit(&spans[0]);
        finding.related = spans[1..].iter().map(|span| related(fit(span), &message)).collect();
        Report { files: vec![FileReport::new(source, vec![finding], Vec::new(), 9)] }
    }
}

proptest! {
    #[test]
    fn no_input_breaks_a_report(report in hostile_report(), width in 0..120_usize, unicode: bool) {
        let style = Style { width, unicode, ..Style::default() };
        for format in Format::ALL {
            let text = report::render(&report, format, &style).unwrap();
            let is_raw = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            let raw = text.chars().find(|&c| is_raw(c));
            // JSON escapes ASCII only, as its readers expect.
            let is_json = matches!(format, Format::Json | Format::JsonLines | Format::Sarif | Format::Gitlab);
            prop_assert!(is_json || raw.is_none(), "{raw:?} in {}: {text}", format.name());
        }
        let xml = report::render(&report, Format::Junit, &style).unwrap();
        prop_assert!(quick_junit::Report::deserialize_from_str(&xml).is_ok(), "{xml}");
        let lines = report::render(&report, Format::Github, &style).unwrap();
        prop_assert_eq!(lines.lines().count(), 1);
        let lines = report::render(&report, Format::Concise, &style).unwrap();
        prop_assert_eq!(lines.lines().count(), 1);
    }

    #[test]
    fn human_always_shows_the_line(report in hostile_report()) {
        let text = report::render(&report, Format::Human, &Style::default()).unwrap();
        let file = &report.files[0];
        let position = file.source.position(file.findings[0].span.start());
        let header = format!(":{}:{}]", position.line, position.column);
        prop_assert!(text.contains(&header), "no {header} in {text}");
    }
}
