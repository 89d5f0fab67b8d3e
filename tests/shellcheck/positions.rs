//! Findings stand at the exact bytes, however the script is written.

use codemagic_lint::rules::Settings;

use super::{found, literal, places, settings, workflow};

/// Expects one finding of SC2086, at this text.
fn expect(text: &str, slice: &str, settings: &Settings) {
    let findings = found(text, settings);
    let unquoted: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule == "shellcheck[SC2086]")
        .map(|finding| (finding.span.start(), finding.span.end()))
        .collect();
    let start = text.find(slice).unwrap();
    assert_eq!(
        unquoted,
        [(start, start + slice.len())],
        "{text}\n{:?}",
        places(text, &findings)
    );
}

/// Both with Unix and with Windows line ends.
fn expect_everywhere(text: &str, slice: &str, settings: &Settings) {
    expect(text, slice, settings);
    expect(&text.replace('\n', "\r\n"), slice, settings);
}

#[test]
fn in_blocks_of_every_kind() {
    let Some(settings) = settings() else { return };
    let mut count = 0;
    for style in ["|", ">"] {
        for chomping in ["", "-", "+"] {
            for indicator in ["", "1", "2", "4"] {
                for header in [
                    format!("{style}{chomping}{indicator}"),
                    format!("{style}{indicator}{chomping}"),
                ] {
                    for before in ["", "ä ", "😀 ", "漢字 ", "e\u{301} ", "a\tb ", "\"a\tö\" "]
                    {
                        let text = format!("{header}\n            echo {before}$x\n\n\n");
                        expect_everywhere(&workflow(&text), "$x", &settings);
                        let text = format!(
                            "{header} # why\n\n            echo a\n              echo \
                             {before}$x\n            echo b\n"
                        );
                        expect_everywhere(&workflow(&text), "$x", &settings);
                        count += 4;
                    }
                }
            }
        }
    }
    assert_eq!(count, 2 * 3 * 4 * 2 * 7 * 4);
}

#[test]
fn in_scalars_of_every_kind() {
    let Some(settings) = settings() else { return };
    let cases = [
        // Plain, on one line and folded.
        ("echo $x", "$x"),
        ("echo ä😀漢 $x # why", "$x"),
        ("echo a\n          b ö $x\n          c", "$x"),
        ("!!str echo $x", "$x"),
        ("&a echo $x", "$x"),
        // Single quotes: an apostrophe is written twice.
        ("'echo $x'", "$x"),
        ("'echo ''a'' $x'", "$x"),
        ("'echo \"ä\" ''😀''\n          ''b'' $x'", "$x"),
        // Double quotes, with every kind of escape before it.
        ("\"echo $x\"", "$x"),
        ("\"echo \\\"a\\\" $x\"", "$x"),
        ("\"echo \\u00e4 \\U0001F600 \\xe9 ö $x\"", "$x"),
        ("\"echo a\\n\\techo $x\"", "$x"),
        ("\"echo a\\\n          \\ b $x\"", "$x"),
        ("\"echo a\n\n          echo $x\"", "$x"),
        ("\"echo \\\\\\\\ $x\"", "$x"),
        // The variable itself is written with escapes.
        ("\"echo \\x24x\"", "\\x24x"),
        ("\"echo \\u0024{x}\"", "\\u0024{x}"),
        ("\"echo $x\\u0079\"", "$x\\u0079"),
    ];
    for (script, slice) in cases {
        expect_everywhere(&workflow(script), slice, &settings);
    }
    let flow = "workflows: {a: {name: A, scripts: [\"echo \\\"ö\\\" $x\", {script: ls}]}}\n";
    expect_everywhere(flow, "$x", &settings);
}

#[test]
fn behind_aliases_once_where_it_is_written() {
    let Some(settings) = settings() else { return };
    let text = "definitions:\n  - &step\n    script: &script |\n      echo ö $x\nworkflows:\n  a:\n    \
                name: A\n    scripts:\n      - *step\n      - *script\n  b:\n    name: B\n    \
                scripts:\n      - script: *script\n";
    expect_everywhere(text, "$x", &settings);
    let finding = &found(text, &settings)[0];
    let uses: Vec<&str> = finding
        .related
        .iter()
        .map(|related| &text[related.span.range()])
        .collect();
    assert_eq!(uses, ["*step", "*script", "*script"]);
}

#[test]
fn over_several_lines_and_at_the_end() {
    let Some(settings) = settings() else { return };
    let text = literal("echo $(ls\n  pwd) a");
    let findings = found(&text, &settings);
    let expected = ("SC2046".to_owned(), "$(ls\n            pwd)");
    assert!(places(&text, &findings).contains(&expected));

    let text = literal("ls\nif true; then\n  ls");
    let findings = found(&text, &settings);
    let places = places(&text, &findings);
    // "Expected fi" points behind the script.
    assert!(places.contains(&("SC1047".to_owned(), "s")), "{places:?}");
    assert!(
        findings
            .iter()
            .all(|it| it.span.end() <= text.trim_end().len())
    );
}

#[test]
fn beside_expressions_that_are_shorter_or_longer_in_characters() {
    let Some(settings) = settings() else { return };
    let text = literal("echo ${{ inputs.flavor }} ö ${{ inputs.ß }} a $x");
    expect_everywhere(&text, "$x", &settings);
}
