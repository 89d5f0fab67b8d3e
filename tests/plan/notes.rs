//! Release notes of the repository.

use super::*;

const SECTION: &str = "auth: integration\nsubmit_to_testflight: true\n";

fn of(files: support::repository::Files<'_>, more: &str) -> (Vec<(String, String)>, Vec<String>) {
    let text = workflow(SECTION, more);
    let plan = plan_of(
        &text,
        &Given {
            files,
            ..Given::default()
        },
    );
    let notes = plan.notes.test_notes.iter();
    let notes = notes
        .map(|it| (it.locale.clone(), it.text.clone()))
        .collect();
    let mut said = remarks(&plan, &text);
    said.retain(|it| !it.starts_with("`check` reports"));
    (notes, said)
}

#[test]
fn json_keeps_its_order_and_its_fields() {
    let json = r#"[{"language": "en-US", "text": "New", "keywords": "a,b", "support_url": ""},
                   {"language": "de-DE", "text": "Neu"}]"#;
    let files = [
        ("release_notes.json", json),
        ("release_notes_fr-FR.txt", "Du neuf"),
    ];
    let (notes, said) = of(&files, "");
    let languages: Vec<_> = notes.iter().map(|(language, _)| &**language).collect();
    assert_eq!(languages, ["en-US", "de-DE", "fr-FR"]);
    assert_eq!(said, [""; 0]);
    let given = Given {
        files: &files,
        ..Given::default()
    };
    let texts = plan_of(&workflow(SECTION, ""), &given).notes.store_texts;
    assert_eq!(texts[0].keywords.as_deref(), Some("a,b"));
    assert_eq!(texts[0].whats_new.as_deref(), Some("New"));
    assert_eq!(
        (&texts[0].support_url, &*texts[2].file),
        (&None, "release_notes_fr-FR.txt")
    );
}

#[test]
fn what_codemagic_drops_is_said() {
    let json = |text: &'static str| of(&[("release_notes.json", text)], "");
    let at = " @ app_store_connect";
    let cases = [
        ("{}", "`release_notes.json` is no list and is left out"),
        (
            "[",
            "`release_notes.json:1:1` is not JSON: the file is left out",
        ),
        (
            r#"[{"language": "en-US"}]"#,
            "entry 1 of `release_notes.json` lacks `text`, or it is not a text: Codemagic drops it",
        ),
        (
            r#"[{"text": "x"}]"#,
            "entry 1 of `release_notes.json` lacks `language`, or it is not a text: Codemagic drops it",
        ),
        (
            r#"[{"language": "en", "text": "x"}]"#,
            "`release_notes.json` has notes in `en`, which App Store Connect does not know: Codemagic drops them",
        ),
        (
            r#"[{"language": "en-US", "text": " "}]"#,
            "the notes of `release_notes.json` in `en-US` are empty",
        ),
    ];
    for (text, expected) in cases {
        let (notes, said) = json(text);
        assert_eq!(
            (notes.len(), said),
            (0, vec![format!("{expected}{at}")]),
            "{text}"
        );
    }
    let twice = r#"[{"language": "ja", "text": "x"}, {"language": "ja", "text": "y"}]"#;
    let (notes, said) = json(twice);
    assert_eq!(notes.len(), 1);
    assert_eq!(
        said,
        [format!(
            "fatal: `release_notes.json` has notes in `ja` twice{at}"
        )]
    );
    let (notes, said) = of(&[("release_notes.txt", "New")], "");
    assert_eq!(notes.len(), 0);
    assert_eq!(
        said,
        [format!(
            "`release_notes.txt` has no language: App Store Connect gets nothing of it{at}"
        )]
    );
}

#[test]
fn notes_that_a_step_writes_are_not_known() {
    let more = "scripts:\n  - git log > release_notes_en-US.txt\n";
    let (notes, said) = of(&[("release_notes_en-US.txt", "old")], more);
    assert_eq!(notes.len(), 0);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("steps of the build write release notes"));
}

#[test]
fn the_working_directory_has_its_own() {
    let files = [
        ("app/release_notes_en-US.txt", "of the app"),
        ("release_notes_en-US.txt", "of the root"),
    ];
    let (notes, _) = of(&files, "working_directory: app\n");
    assert_eq!(notes, [("en-US".to_owned(), "of the app".to_owned())]);
    let (notes, _) = of(&files, "");
    assert_eq!(notes, [("en-US".to_owned(), "of the root".to_owned())]);
}
