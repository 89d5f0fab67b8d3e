//! Files of variables.

use codemagic_lint::publish::plan::EnvFile;

#[test]
fn the_forms_that_people_write_are_read() {
    let cases = [
        ("A=b", "b"),
        ("A = b ", "b"),
        ("export A=b", "b"),
        ("export\tA=b\r\n", "b"),
        ("\u{feff}A=b", "b"),
        ("# A=c\n\nA=b # note", "b"),
        ("A=b#c", "b#c"),
        ("A=", ""),
        ("A=# note", ""),
        ("A=''", ""),
        ("A='b # c' # note", "b # c"),
        (
            "A=\"b\\n\\tc \\\"d\\\" \\\\ \\$e \\q\"",
            "b\n\tc \"d\" \\ $e \\q",
        ),
        ("A='b\\n'", "b\\n"),
        ("A='b\nc'\nB=d", "b\nc"),
        ("A=\"b\r\nc\"\r\nB=d", "b\nc"),
        ("A=\"b\\\nc\"", "bc"),
        ("A=1\nA=2", "2"),
        ("A=b=c", "b=c"),
        ("  A='x=y'", "x=y"),
        ("A=$B", "$B"),
    ];
    for (text, value) in cases {
        let file = EnvFile::parse(".env", text).unwrap();
        assert_eq!(file.get("A"), Some(value), "{text:?}");
        assert!(
            !text.contains("B=d") || file.get("B") == Some("d"),
            "{text:?}"
        );
    }
    assert_eq!(
        EnvFile::parse(".env", "exported=1")
            .unwrap()
            .get("exported"),
        Some("1")
    );
}

#[test]
fn errors_have_a_line_and_no_value() {
    let cases = [
        ("A", "f:1: `A` has no `=` and no value"),
        (
            "A=b\n\n1A=hush",
            "f:3: what stands before `=` is no name of a variable",
        ),
        ("A='b\nc\n", "f:1: the value of `A` has no closing `'`"),
        ("A='hush\nx'\nB", "f:3: `B` has no `=` and no value"),
        (
            "A=\"b\" hush",
            "f:1: something follows the closing quote of `A`",
        ),
        (
            "A=-----BEGIN PRIVATE KEY-----\nhush+hush/\n-----END PRIVATE KEY-----",
            "f:2: expected `NAME=value`",
        ),
    ];
    for (text, message) in cases {
        let problem = EnvFile::parse("f", text).unwrap_err();
        assert_eq!(problem.to_string(), message, "{text:?}");
        assert!(!problem.help.is_empty());
    }
}

#[test]
fn the_debug_text_has_names_only() {
    let file = EnvFile::parse("f", "A=hush\n").unwrap();
    let said = format!("{file:?}");
    assert!(said.contains("\"A\"") && !said.contains("hush"), "{said}");
}
