//! What holds whatever the text: a check ends, its places lie inside the text, its
//! findings are in order, and a second check says the same.

mod support;

use std::sync::Arc;

use codemagic_lint::rules::shell_lint::{Remark, RemarkLevel, ShellLint, ShellScript};
use codemagic_lint::rules::{self, Checked, Settings};
use codemagic_lint::syntax::SourceFile;
use proptest::prelude::*;

/// Has a remark, and a replacement, for every other character, and one about
/// nothing at the end.
#[derive(Debug)]
struct Eager;

impl ShellLint for Eager {
    fn lint(&self, scripts: &[ShellScript]) -> Vec<Option<Arc<[Remark]>>> {
        let remarks = |script: &ShellScript| {
            let text = &script.text;
            let characters = text.char_indices().step_by(2);
            let places = characters.map(|(at, c)| at..at + c.len_utf8());
            let all = places.chain(std::iter::once(text.len()..text.len()));
            // One is left to rules that read the script around it.
            let remark = |(index, range): (usize, std::ops::Range<usize>)| Remark {
                code: if index % 2 == 0 { 2034 } else { 7 },
                level: RemarkLevel::Warning,
                message: format!("{text} 'is' here. More"),
                replacements: vec![(range.clone(), "y".to_owned())],
                range,
            };
            Some(all.take(20).enumerate().map(remark).collect())
        };
        scripts.iter().map(remarks).collect()
    }

    fn is_complete(&self) -> bool {
        true
    }
}

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
    let settings = Settings {
        shell_lint: Some(Arc::new(Eager)),
        ..Settings::default()
    };
    rules::check(source, &settings)
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

#[test]
fn names_of_the_environment_follow_any_character() {
    let script = "echo \"é=1\" >> $CM_ENV; echo 😀<x; echo \u{a0}A=1\n          FOO=1";
    let text = format!("workflows:\n  a:\n    scripts:\n      - |\n          {script}\n");
    let checked = check(text.clone().into_bytes());
    assert_sound(&checked, &check(text.into_bytes()));
    let rules = checked.findings.iter().map(|finding| &*finding.rule);
    assert!(rules.filter(|rule| *rule == "shellcheck[SC2034]").count() > 0);
}
