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
        ("A", "f:1: expected `NAME=value`"),
        (
            "A=b\n\n1A=hush",
            "f:3: what stands before `=` is no name of a variable",
        ),
        ("A='b\nc\n", "f:1: the value of `A` has no closing `'`"),
        ("A='hush\nx'\nB", "f:3: expected `NAME=value`"),
        (
            "A=\"b\" hush",
            "f:1: something follows the closing quote of `A`",
        ),
        (
            "A=-----BEGIN PRIVATE KEY-----\nhush+hush/\n-----END PRIVATE KEY-----",
            "f:1: the value of `A` goes on in the next line",
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

/// A P-256 key in PKCS #8, of whose lines none has a `+` or `/`: any could be a name.
fn key_of_words() -> String {
    use base64::Engine as _;
    let random = ring::rand::SystemRandom::new();
    let algorithm = &ring::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
    loop {
        let der = ring::signature::EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let body = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
        let lines: Vec<&str> = (0..body.len())
            .step_by(64)
            .map(|at| &body[at..body.len().min(at + 64)])
            .collect();
        if lines
            .iter()
            .filter(|line| !line.contains(['+', '/']))
            .count()
            == lines.len()
        {
            return lines.join("\n");
        }
    }
}

#[test]
fn no_line_of_a_key_without_quotes_is_told() {
    let body = key_of_words();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----");
    for text in [
        format!("KEY={pem}\n"),
        format!("KEY=\n{pem}\n"),
        format!("KEY=\\\n{pem}\n"),
        format!("{pem}\n"),
        format!("{body}\n"),
        format!("KEY={body}\n"),
        format!("KEY='a'\n{body}\n"),
        format!("export {body}\n"),
    ] {
        let problem = EnvFile::parse("f", &text).unwrap_err();
        let said = format!("{problem} {problem:?}");
        for line in body.lines() {
            assert!(!said.contains(line), "{said}");
        }
        assert!(problem.help.contains("between quotes"), "{}", problem.help);
    }
}
