//! From a place in a script to the place in the file, however it is written.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::doc_markdown,
    clippy::unreadable_literal,
    reason = "tests may fail where they stand, and say it plainly"
)]

mod syntax_common;

use codemagic_lint::syntax::{NodeId, NodeKind, ScalarStyle, SourceMap, Span, Tree};
use proptest::prelude::*;
use syntax_common::{Numbers, fixtures, tree, value_at};

/// Every visible character of the value must lead to the same character, or to
/// the escape that stands for it; everything else stays inside the scalar.
fn check(tree: &Tree, id: NodeId) {
    let source = tree.source();
    let (text, value, span) = (source.text(), tree.scalar(id).unwrap(), tree.span(id));
    let map = SourceMap::new(tree, id);
    let mut last = span.start();
    for (at, c) in value.char_indices() {
        let found = map.offset(at);
        let context = || format!("{c:?} at {at} of {value:?} leads to {found} in\n{text}");
        assert!(last <= found && found <= span.end(), "{}", context());
        assert!(text.is_char_boundary(found), "{}", context());
        last = found;
        let covered = map.span(at..at + c.len_utf8());
        assert!(
            span.contains(covered) && covered.start() == found,
            "{covered:?}: {}",
            context()
        );
        assert!(
            text.is_char_boundary(covered.end()),
            "{covered:?}: {}",
            context()
        );
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            continue;
        }
        let there = &text[found..];
        let written = if tree.scalar_style(id) == Some(ScalarStyle::DoubleQuoted)
            && there.starts_with('\\')
        {
            // All of the escape is covered, and reads as the character.
            let escape = source.slice(covered);
            let read = syntax_common::tree(&format!("\"{escape}\""));
            read.scalar(read.root().unwrap())
                .and_then(|text| text.chars().next())
        } else {
            there.chars().next()
        };
        assert_eq!(written, Some(c), "{}", context());
    }
    assert!(map.offset(value.len()) <= span.end());
    let whole = map.span(0..value.len());
    assert!(span.contains(whole), "{whole:?} leaves {span:?} in\n{text}");
}

fn check_all(tree: &Tree) {
    tree.nodes()
        .filter(|&id| tree.kind(id) == NodeKind::Scalar)
        .for_each(|id| check(tree, id));
}

/// A script as somebody may write it: words, quotes, blank lines, wide letters.
fn script(numbers: &mut Numbers) -> Vec<String> {
    let words = [
        "echo", "\"$X\"", "'é'", "日本", "\\", "a\\nb", "#", "x:y", "|", "&&", "{}", "𝄞", "--a=b",
        "it's", "\u{a0}",
    ];
    let line = |numbers: &mut Numbers| {
        let indent = " ".repeat(numbers.below(3) * numbers.below(2));
        let words: Vec<&str> = (0..numbers.below(5))
            .map(|_| *numbers.pick(&words))
            .collect();
        format!(
            "{indent}{}",
            words.join(if numbers.below(5) == 0 { "  " } else { " " })
        )
    };
    let mut lines: Vec<String> = vec![String::from("set -e")];
    lines.extend((0..numbers.below(7)).map(|_| line(numbers)));
    lines
}

/// Writes lines in a style, indented to `column`; the value is what a parser
/// makes of it.
fn write(lines: &[String], style: ScalarStyle, column: usize, numbers: &mut Numbers) -> String {
    let margin = " ".repeat(column);
    let block = |header: &str| {
        let body: String = lines
            .iter()
            .map(|line| {
                if line.trim().is_empty() {
                    "\n".to_owned()
                } else {
                    format!("{margin}{line}\n")
                }
            })
            .collect();
        format!("{header}\n{body}")
    };
    let chomping = *numbers.pick(&["", "-", "+", " # comment: \"x\"", "-  "]);
    let words = || {
        lines
            .iter()
            .map(|line| line.trim())
            .collect::<Vec<_>>()
            .join(&format!("\n{margin}"))
    };
    match style {
        ScalarStyle::Literal => block(&format!("|{chomping}")),
        ScalarStyle::Folded => block(&format!(">{chomping}")),
        ScalarStyle::SingleQuoted => format!("'{}'\n", words().replace('\'', "''")),
        ScalarStyle::Plain => {
            let clean = |c: char| !matches!(c, '#' | '|' | ':');
            format!(
                "x{}\n",
                words().chars().filter(|&c| clean(c)).collect::<String>()
            )
        }
        ScalarStyle::DoubleQuoted => {
            let mut text = String::from("\"");
            for c in words().chars() {
                match (c, numbers.below(8)) {
                    ('"' | '\\', _) => text.extend(['\\', c]),
                    ('\n', 0) => text.push_str("\\\n"),
                    ('\n', 1) => text.push_str(" \\n \n \\ "),
                    (' ', 0) => text.push_str("\\x20"),
                    (' ', 1) => text.push_str("\\t"),
                    (c, 2) if c.is_alphabetic() => {
                        text.push_str(&format!("\\U{:08x}", u32::from(c)));
                    }
                    (c, 3) if u32::from(c) < 0x1_0000 && c.is_alphabetic() => {
                        text.push_str(&format!("\\u{:04x}", u32::from(c)));
                    }
                    _ => text.push(c),
                }
            }
            text + "\"\n"
        }
    }
}

const STYLES: [ScalarStyle; 5] = [
    ScalarStyle::Plain,
    ScalarStyle::SingleQuoted,
    ScalarStyle::DoubleQuoted,
    ScalarStyle::Literal,
    ScalarStyle::Folded,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: proptest::test_runner::RngSeed::Fixed(20260626), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn visible_characters_lead_to_themselves(seed in any::<u64>(), column in 5_usize..10, line_break in 0..3) {
        let mut numbers = Numbers::new(seed);
        for style in STYLES {
            let lines = script(&mut numbers);
            let value = write(&lines, style, column, &mut numbers);
            let text = format!("é: 1\ns:\n  - k: {value}  - after: x\n");
            let text = text.replace('\n', ["\n", "\r\n", "\r"][usize::try_from(line_break).unwrap()]);
            let tree = tree(&text);
            prop_assert_eq!(tree.problems(), [], "{}", text);
            prop_assert_eq!(tree.scalar_style(value_at(&tree, "s[0].k")), Some(style));
            prop_assert_eq!(tree.scalar(value_at(&tree, "s[1].after")), Some("x"));
            check_all(&tree);
        }
    }
}

#[test]
fn every_scalar_of_the_fixtures_can_be_traced() {
    for (_, text) in fixtures() {
        for text in [
            text.clone(),
            text.replace('\n', "\r\n"),
            text.replace('\n', "\r"),
        ] {
            check_all(&tree(&text));
        }
    }
}

#[test]
fn places_of_a_script_are_exact() {
    let text = "s:\n  - |\n    one\n      two # x\n\n    é three\n";
    let tree = tree(text);
    let id = value_at(&tree, "s[0]");
    let value = tree.scalar(id).unwrap();
    assert_eq!(value, "one\n  two # x\n\né three\n");
    let map = SourceMap::new(&tree, id);
    let slice = |words: &str| {
        let at = value.find(words).unwrap();
        tree.source().slice(map.span(at..at + words.len()))
    };
    assert_eq!(slice("two # x"), "two # x");
    assert_eq!(slice("é three"), "é three");
    assert_eq!(slice("one\n  two"), "one\n      two");
    // The indentation that the script keeps is its own.
    assert_eq!(
        map.offset(value.find("  two").unwrap()),
        text.find("  two").unwrap()
    );
    assert_eq!(map.span(3..3), Span::at(text.find("one").unwrap() + 3));
    assert_eq!(map.offset(value.len()), tree.span(id).end());
    assert_eq!(map.offset(10_000), tree.span(id).end());
}

#[test]
fn escapes_are_covered_whole() {
    let text = "k: \"a\\u00e9\\x41\\n\\\"\\ud83d\\ude00 \\\n  b\"\n";
    let tree = tree(text);
    let id = value_at(&tree, "k");
    assert_eq!(tree.scalar(id), Some("aéA\n\"😀 b"));
    let map = SourceMap::new(&tree, id);
    let slice = |range: std::ops::Range<usize>| tree.source().slice(map.span(range));
    assert_eq!(slice(0..1), "a");
    assert_eq!(slice(1..3), "\\u00e9");
    assert_eq!(slice(3..4), "\\x41");
    assert_eq!(slice(5..6), "\\\"");
    assert_eq!(slice(6..10), "\\ud83d\\ude00");
    assert_eq!(slice(11..12), "b");
}

#[test]
fn an_alias_is_traced_to_the_script_it_names() {
    let tree = tree("a: &a |\n  one\nb: *a\nc: [1]\n");
    let map = SourceMap::new(&tree, value_at(&tree, "b"));
    assert_eq!(tree.source().slice(map.span(0..3)), "one");
    let list = value_at(&tree, "c");
    assert_eq!(
        SourceMap::new(&tree, list).span(0..1),
        Span::at(tree.span(list).start())
    );
}

/// A mended script leads to the text as it was written.
#[test]
fn scripts_that_had_to_be_mended_can_be_traced() {
    for text in [
        "s:\n  - x: |\n      cat <<EOF\n{\n  \"a\": 1\n}\nEOF\n      echo é\n  - y: 1\n",
        "s:\n  - |\n     # apk\n    build \\\n      --x\n  - y\n",
        "s:\n  - x: curl\n      -H \"A: b\"\n      -H 'C: d'\n  - y: \"\\d+\"\n",
        "s:\n  - x: |\n      one\u{1}two\n<<<<<<< a\n      b\n=======\n      c\n>>>>>>> d\n      e\n",
        "s:\n  - name: x\n  script: >\n    one\n    two\n",
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let tree = tree(&text);
            assert!(!tree.problems().is_empty());
            let is_unescaped =
                |id: &NodeId| tree.kind(*id) == NodeKind::Scalar && !tree.is_flagged(*id);
            tree.nodes()
                .filter(is_unescaped)
                .for_each(|id| check(&tree, id));
        }
    }
}
