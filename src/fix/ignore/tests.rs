use super::*;
use crate::rules;

/// The text with all findings of these rules silenced, and how many are left.
fn ignored(text: &str, ids: &[&str]) -> (String, usize) {
    let mut settings = Settings {
        selection: rules::Selection::none(),
        ..Settings::default()
    };
    for id in ids.iter().chain(&["ignore-unused"]) {
        settings.selection.switch_on(rules::index_of(id).unwrap());
    }
    let silence = |text: &str| {
        let source = SourceFile::new("codemagic.yaml", text);
        let ignored = ignore(&source, &settings, &"why".parse().unwrap(), &|_| {});
        let found = ignored.checked.findings.len();
        assert_eq!(ignored.refused.len(), found);
        (ignored.checked.tree.source().text().to_owned(), found)
    };
    let (result, found) = silence(text);
    assert_eq!(silence(&result), (result.clone(), found), "a second run");
    (result, found)
}

fn assert_silenced(ids: &[&str], text: &str, expected: &str) {
    assert_eq!(ignored(text, ids), (expected.to_owned(), 0), "{text}");
}

const KEY: &[&str] = &["unknown-key"];
const BOTH: &[&str] = &["unknown-key", "wrong-type"];

#[test]
fn a_comment_stands_behind_what_it_is_about() {
    assert_silenced(
        KEY,
        "workflows:\n  a:\n    nam: A\n    mane: B # more\n    block: |  \n      ls\n",
        "workflows:\n  a:\n    nam: A # codemagic-lint: ignore[unknown-key] why\n    mane: B # more \
         # codemagic-lint: ignore[unknown-key] why\n    block: | # codemagic-lint: \
         ignore[unknown-key] why  \n      ls\n",
    );
}

#[test]
fn one_comment_names_all_rules_of_a_line() {
    assert_silenced(
        BOTH,
        "workflows:\n  a: {nam: A, cache: 1}\n",
        "workflows:\n  a: {nam: A, cache: 1} # codemagic-lint: ignore[unknown-key, wrong-type] \
         why\n",
    );
}

#[test]
fn lines_inside_brackets_have_it_behind_them() {
    assert_silenced(
        KEY,
        "{\"workflows\": {\n  \"a\": {\n    \"nam\": \"A\",\n    \"scripts\": [\"ls\"]}}}\n",
        "{\"workflows\": {\n  \"a\": {\n    \"nam\": \"A\", # codemagic-lint: \
         ignore[unknown-key] why\n    \"scripts\": [\"ls\"]}}}\n",
    );
}

#[test]
fn texts_of_several_lines_have_it_above() {
    assert_silenced(
        KEY,
        "workflows:\n  b:\n    nam:\n      'A\n      B'\n    mane: A\n      B\n  c: {nam: 'A\n      B'}\n",
        "workflows:\n  b:\n    nam: # codemagic-lint: ignore[unknown-key] why\n      'A\n      \
         B'\n    # codemagic-lint: ignore[unknown-key] why\n    mane: A\n      B\n  # \
         codemagic-lint: ignore[unknown-key] why\n  c: {nam: 'A\n      B'}\n",
    );
}

#[test]
fn a_comment_that_is_not_needed_keeps_no_finding_from_being_silenced() {
    // Of many, so that not every one can be tried by itself.
    let others = "      - echo $FCI_BUILD_DIR\n".repeat(40);
    let padding = format!("# {}\n", "x".repeat(1_000_000));
    let text = format!(
        "workflows:\n  a:\n    scripts:\n      - | # codemagic-lint: ignore[unknown-key]\n        \
         echo $FCI_BUILD_DIR\n{others}{padding}"
    );
    let rules = ["fci-prefix", "unknown-key"];
    let (result, found) = ignored(&text, &rules);
    assert_eq!(found, 1, "the comment that is not needed");
    assert_eq!(result.matches("ignore[fci-prefix] why").count(), 40);
    assert!(result.contains("ignore[unknown-key, fci-prefix] why"));
}

#[test]
fn a_reason_is_compared_as_a_whole() {
    for (present, expected) in [
        ("why", "why"),
        ("whyever", "whyever; why"),
        ("old; why", "old; why"),
        ("why; old", "why; old"),
        ("no why", "no why; why"),
    ] {
        let line = |ids: &str, reasons: &str| {
            format!("a: 1\nworkflows: 1 # codemagic-lint: ignore[{ids}] {reasons}\n")
        };
        let (text, _) = ignored(&line("unknown-key", present), &["wrong-type"]);
        assert_eq!(text, line("unknown-key, wrong-type", expected));
    }
}

#[test]
fn what_is_there_is_added_to() {
    for (present, expected) in [
        (
            "ignore[wrong-type] old",
            "ignore[wrong-type, unknown-key] old; why",
        ),
        ("ignore[wrong-type]", "ignore[wrong-type, unknown-key] why"),
        (
            "ignore[wrong-type ,] why",
            "ignore[wrong-type, unknown-key ,] why",
        ),
    ] {
        for (before, after) in [
            (
                format!("    # codemagic-lint: {present}\n\n    cachee: {{}}\n"),
                format!("    # codemagic-lint: {expected}\n\n    cachee: {{}}\n"),
            ),
            (
                format!("    cachee: {{}} # codemagic-lint: {present}\n"),
                format!("    cachee: {{}} # codemagic-lint: {expected}\n"),
            ),
        ] {
            let head = "workflows:\n  a:\n    name: A\n";
            let (text, _) = ignored(&format!("{head}{before}"), KEY);
            assert_eq!(text, format!("{head}{after}"));
        }
    }
    // A comment above that covers more is left alone.
    assert_silenced(
        BOTH,
        "workflows:\n  # codemagic-lint: ignore[wrong-type] old\n  a:\n    nam: A\n    cache: 1\n",
        "workflows:\n  # codemagic-lint: ignore[wrong-type] old\n  a:\n    nam: A # \
         codemagic-lint: ignore[unknown-key] why\n    cache: 1\n",
    );
}

#[test]
fn what_is_said_of_the_file_is_silenced_for_the_file() {
    let rule = &["empty-document"];
    let comment = "# codemagic-lint: ignore-file[empty-document] why\n";
    assert_silenced(rule, "", comment);
    assert_silenced(
        rule,
        "\u{feff}# nothing\n",
        &format!("\u{feff}{comment}# nothing\n"),
    );
}

#[test]
fn line_breaks_are_those_of_the_file() {
    assert_silenced(
        KEY,
        "workflows:\r\n  a:\r\n    nam: 'A\r\n      B'\r\n",
        "workflows:\r\n  a:\r\n    # codemagic-lint: ignore[unknown-key] why\r\n    nam: 'A\r\n      \
         B'\r\n",
    );
}

#[test]
fn only_what_no_comment_can_silence_is_left() {
    let text = "a: 1 # codemagic-lint: ignore[unknown-key] old\n";
    assert_eq!(ignored(text, &["unknown-key"]), (text.to_owned(), 1));
}

#[test]
fn a_reason_is_one_line() {
    let parse = |text: &str| text.parse::<Reason>();
    assert_eq!(parse(" a # b "), Ok(Reason("a # b".to_owned())));
    assert_eq!(parse(" \t"), Err(ReasonError::Empty));
    for text in [
        "a\nb",
        "a\rb",
        "a\u{85}b",
        "a\u{2028}b",
        "a\u{feff}b",
        "a\u{1b}b",
    ] {
        assert_eq!(parse(text), Err(ReasonError::NotOneLine), "{text:?}");
    }
}
