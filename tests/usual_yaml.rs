//! The reader for usual YAML reads nothing differently from the parser, which reads what
//! that one leaves: over the files of the repository, and over texts made from pieces.
#![allow(clippy::unwrap_used, reason = "a failed test is what should stop it")]

use std::fs;
use std::path::Path;

use codemagic_lint::syntax::both_readings;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Whether the reader for usual YAML took the text.
fn holds(text: &str) -> bool {
    let Some([usual, any]) = both_readings(text) else {
        return false;
    };
    let mut pairs = usual.lines().zip(any.lines());
    if let Some((ours, theirs)) = pairs.find(|(usual, any)| usual != any) {
        panic!("{text:?}\nusual: {ours}\nparser: {theirs}\n\n{usual}\n\n{any}");
    }
    assert_eq!(usual.len(), any.len(), "{text:?}");
    true
}

fn files_below(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push(text);
        }
    }
}

#[test]
fn files_of_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    files_below(&root.join("fixtures/workflows"), &mut texts);
    let usual = texts.iter().filter(|text| holds(text)).count();
    assert!(usual * 10 > texts.len() * 9, "{usual} of {}", texts.len());

    texts.clear();
    for folder in [
        "fixtures",
        "fuzz/seeds",
        "tests/hostile/inputs",
        "docs/rules",
    ] {
        files_below(&root.join(folder), &mut texts);
    }
    for text in &texts {
        holds(text);
    }
}

/// What stands between the indentation of a line and its end.
const PIECES: &[&str] = &[
    "- ",
    "- ",
    "- ",
    "-",
    "a: ",
    "a: ",
    "b:",
    "b:",
    "key : ",
    "'it''s'",
    "'q': ",
    "\"d\\n\"",
    "\"d\": ",
    "\"\\x41\"",
    "|",
    "|-",
    "|+",
    "|2",
    ">",
    "# comment",
    " # comment",
    "#",
    "[a, b]",
    "[a, ]",
    "[a,]",
    "[,]",
    "{a: b, }",
    "[",
    "]",
    "{a: b}",
    "{",
    "}",
    "[]",
    "{}",
    "[a, [b]]",
    "{a: [b, 'c']}",
    "[a:b, -c]",
    "&n ",
    "&n",
    "*n",
    "*n",
    "&m ",
    "*m",
    "<<: ",
    "text",
    "two words",
    "--flag",
    "a#b",
    "http://x:8",
    ":",
    "::",
    "?",
    "? ",
    "!!str ",
    "!t",
    "%",
    "@",
    "`",
    ",",
    "~",
    "é",
    "\u{85}",
    "\u{2028}",
    " ",
    "  ",
    "\t",
    "---",
    "...",
    "--- ",
    "'",
    "\"",
    "\\",
    "",
];

fn line() -> impl Strategy<Value = String> {
    let indent = select(vec![0_usize, 0, 1, 2, 2, 2, 3, 4, 4, 6]);
    let long = [
        " ".repeat(1100),
        "k".repeat(257),
        "k".repeat(1100),
        "[".repeat(20),
        "]".repeat(20),
    ];
    let mut pieces: Vec<String> = PIECES.iter().map(|piece| (*piece).to_owned()).collect();
    pieces.extend(long);
    let pieces = prop_oneof![
        1 => vec(select(pieces), 0..5).prop_map(|pieces| pieces.concat()),
        // The longer a text of pieces, the less of it is YAML.
        3 => select(vec![
            vec!["b:"],
            vec!["a: ", "text"],
            vec!["a: ", "|"],
            vec!["- ", "text"],
            vec!["- ", "a: ", "text"],
            vec!["- ", "b:"],
            vec!["a: ", "&n ", "text"],
            vec!["a: ", "&n"],
            vec!["a: ", "*n"],
            vec!["- ", "- ", "text"],
            vec!["text"],
            vec![],
        ])
        .prop_map(|pieces| pieces.concat()),
    ];
    let end = select(vec![
        "\n", "\n", "\n", "\n", "\n", "\n", "\n", "\n", " \n", "", "\r\n",
    ]);
    (indent, pieces, end).prop_map(|(indent, pieces, end)| " ".repeat(indent) + &pieces + end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn texts_made_from_pieces(lines in vec(line(), 1..8)) {
        holds(&lines.concat());
    }
}

/// Keys are read on one line and up to a length, wherever they stand.
#[test]
fn long_keys_are_left_to_the_parser() {
    for length in [100, 256, 257, 1023, 1024, 1025, 1100, 3000] {
        let (blanks, key) = (" ".repeat(length), "k".repeat(length));
        for text in [
            format!("x{blanks}: b\n"),
            format!("{key}: b\n"),
            format!("'{key}': b\n"),
            format!("x:\n  - q{blanks}: b\n"),
            format!("x:\n  - {key}: b\n"),
            format!("x: {{{key}: b}}\n"),
            format!("x: [{{'{key}': b}}]\n"),
            format!("x: [{key}, \"{key}\"]\n"),
        ] {
            holds(&text);
        }
    }
}

/// Few of the texts above are read, so what they show is counted here.
#[test]
fn much_of_what_is_usual_is_read() {
    for text in [
        "a: b\n",
        "a:\n  - b\n  - c: d\n    e: 'f'\n",
        "a:\n- b\n-  c\n",
        "a: &x\n  b: \"c\\n\"\nd: *x\n",
        "a: |\n  text\n\n    more\n  # no comment\n# comment\nb:\n",
        "a: |-\n    text\n\n\nb: |+\n  text\n\n",
        "a: [b, 'c', [d]] # comment\ne: {f: g, h: []}\n",
        "a: [b, c, ] # comment\ne: {f: [g,],}\n",
        "---\n- - a\n  - b\n-\n  c: d\n",
    ] {
        assert!(holds(text), "{text:?}");
    }
}
