//! Any bytes can be checked: findings lie inside the text and come in order, a second
//! check says the same, every format can be written, and no secret is in what it says.

use codemagic_lint::report::{self, FileReport, Format, Report, Style};
use codemagic_lint::rules::{Checked, check};
use codemagic_lint::syntax::Span;

use super::support::{plain_secrets, settings, source};

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    let checked = check(source(bytes), settings());
    sound(&checked);
    let again = check(source(bytes), settings());
    assert_eq!(
        checked.findings, again.findings,
        "a second check says something else"
    );
    assert_eq!(checked.secrets, again.secrets);
    formats(checked);
}

fn sound(checked: &Checked) {
    let text = checked.tree.source().text();
    let inside = |span: Span| text.get(span.range()).is_some();
    let mut last = None;
    for finding in &checked.findings {
        let related = finding.related.iter().map(|place| place.span);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        let edits: Vec<Span> = edits.map(|edit| edit.span).collect();
        for span in related.chain([finding.span]).chain(edits.iter().copied()) {
            assert!(
                inside(span),
                "{}: {span:?} is no part of the text",
                finding.rule
            );
        }
        assert!(!finding.message.is_empty(), "{} says nothing", finding.rule);
        let place = (finding.span, finding.rule.clone(), finding.message.clone());
        assert!(
            last.is_none_or(|last| last <= place),
            "{} is out of order",
            finding.rule
        );
        last = Some(place);
    }
    assert!(checked.secrets.iter().all(|&secret| inside(secret)));
}

fn formats(checked: Checked) {
    let source = checked.tree.source().clone();
    let secrets = plain_secrets(&source, &checked.secrets);
    let file = FileReport::new(source, checked.findings, checked.secrets, 50);
    let report = Report { files: vec![file] };
    for format in Format::ALL {
        let text = report::render(&report, format, &Style::default()).expect("a text takes all");
        for secret in &secrets {
            assert!(!text.contains(secret), "{} tells {secret:?}", format.name());
        }
        if format == Format::Json {
            serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
        }
    }
}
