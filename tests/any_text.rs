//! What holds whatever the text: a check ends, its places lie inside the text, its
//! findings are in order, and a second check says the same.

mod support;

use codemagic_lint::rules::{self, Checked, Settings};
use codemagic_lint::syntax::SourceFile;
use proptest::prelude::*;

/// Everything a check must keep to, whatever the text.
fn assert_sound(checked: &Checked, again: &Checked) {
    let text = checked.tree.source().text();
    let mut last = None;
    for finding in &checked.findings {
        let related = finding.related.iter().map(|place| place.span);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        let spans = std::iter::once(finding.span)
            .chain(related)
            .chain(edits.map(|edit| edit.span));
        for span in spans {
            assert!(
                text.get(span.range()).is_some(),
                "{} {span:?} is no part of the text",
                finding.rule
            );
        }
        let place = (finding.span, finding.rule.clone(), finding.message.clone());
        assert!(
            last.is_none_or(|last| last <= place),
            "{} is out of order",
            finding.rule
        );
        last = Some(place);
    }
    assert_eq!(checked.findings, again.findings);
}

fn check(bytes: Vec<u8>) -> Checked {
    let source = SourceFile::from_bytes("codemagic.yaml", bytes);
    rules::check(source, &Settings::default())
}

proptest! {
    #[test]
    fn any_text_gives_findings_inside_it_and_in_order(bytes in support::damage::damaged()) {
        assert_sound(&check(bytes.clone()), &check(bytes));
    }

    #[test]
    fn any_bytes_at_all_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_sound(&check(bytes.clone()), &check(bytes));
    }
}
