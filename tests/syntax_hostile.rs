//! Texts that nobody means: they must cost no more than their length, and what
//! is wrong must still be said.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::doc_markdown,
    clippy::unreadable_literal,
    reason = "tests may fail where they stand, and say it plainly"
)]

mod syntax_common;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codemagic_lint::syntax::{Limit, NodeKind, SourceFile, SyntaxProblemKind as Kind, Tree, parse};
use syntax_common::{check_invariants, place, tree, value_at, written};

fn kinds(tree: &Tree) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = tree.problems().iter().map(|problem| problem.kind).collect();
    kinds.dedup();
    kinds
}

fn told(tree: &Tree) -> Vec<(Kind, &str)> {
    tree.problems()
        .iter()
        .map(|problem| (problem.kind, tree.source().slice(problem.span)))
        .collect()
}

#[test]
fn aliases_without_a_sound_target() {
    let text = "a: *late\nb: &late {x: 1}\nc:\n  <<: *late\n  <<: *never\nd: &s text\ne:\n  <<: *s\nf:\n  \
                <<: [*late, *s, 3]\ng:\n  <<:\nh: {<<: x}\n";
    let tree = tree(text);
    check_invariants(&tree);
    assert_eq!(
        told(&tree),
        [
            (Kind::UndefinedAlias, "*late"),
            (Kind::UndefinedAlias, "*never"),
            (Kind::MergeKeyTarget, "*s"),
            (Kind::MergeKeyTarget, "*s"),
            (Kind::MergeKeyTarget, "3"),
            (Kind::MergeKeyTarget, "<<"),
            (Kind::MergeKeyTarget, "x"),
        ]
    );
    let related = |index: usize| {
        tree.problems()[index]
            .related
            .map(|span| tree.source().slice(span))
    };
    assert_eq!(related(0), Some("&late"), "the anchor below");
    assert_eq!(related(1), None);
    assert_eq!(related(2), Some("text"));
    let late = value_at(&tree, "a");
    assert_eq!(
        (tree.kind(late), tree.resolve(late)),
        (NodeKind::Alias, late)
    );
    assert!(tree.is_flagged(late));
    assert_eq!(tree.undefined_aliases().len(), 2);
    let c = tree
        .fields(value_at(&tree, "c"))
        .map(|field| tree.scalar(field.key))
        .collect::<Vec<_>>();
    assert_eq!(c, [Some("x")]);
}

#[test]
fn an_anchor_lost_to_another_mistake_is_not_missed() {
    let text = "d:\n  name: x\n    one: &one 1\n    two: &two 2\na: *one\nb: *three\n";
    let tree = tree(text);
    assert_eq!(
        told(&tree),
        [
            (Kind::Indentation, "one: &one 1"),
            (Kind::UndefinedAlias, "*three")
        ]
    );
}

#[test]
fn nodes_inside_themselves() {
    let text = "a: &a {b: *a}\nc: &c [x, [*c]]\nd: &d\n  <<: *d\n  e: 1\nf: &f\n  g:\n    <<: [*f]\nh: &h\n  <<: *i\ni: &i\n  <<: *h\n";
    let tree = tree(text);
    check_invariants(&tree);
    assert_eq!(
        told(&tree),
        [
            (Kind::RecursiveAlias, "*a"),
            (Kind::RecursiveAlias, "*c"),
            (Kind::RecursiveAlias, "*d"),
            (Kind::RecursiveAlias, "*f"),
            (Kind::UndefinedAlias, "*i"),
        ]
    );
    let related = tree.problems()[1].related.unwrap();
    assert_eq!(tree.source().slice(related), "&c");
    for path in ["a", "d", "f", "f.g", "h", "i"] {
        assert!(tree.fields(value_at(&tree, path)).count() <= 2, "{path}");
    }
    let alias = tree.anchors()[0].aliases[0];
    assert_eq!(tree.path(alias), "a.b");
}

#[test]
fn an_alias_bomb_costs_no_more_than_its_text() {
    let mut text = String::from("a0: &a0 [x, x]\n");
    for level in 1..1000 {
        let below = level - 1;
        writeln!(
            text,
            "a{level}: &a{level} [*a{below}, *a{below}, *a{below}, *a{below}, *a{below}]"
        )
        .unwrap();
    }
    let tree = tree(&text);
    check_invariants(&tree);
    assert_eq!(tree.problems(), []);
    assert_eq!(tree.nodes().count(), 4 + 999 * 7 + 1);
    let fields = tree.fields(tree.root().unwrap()).count();
    assert_eq!(fields, 1000);
}

#[test]
fn merges_that_multiply_come_to_an_end() {
    let mut text = String::from("m0: &m0 {k: 1}\n");
    for level in 1..3000 {
        writeln!(
            text,
            "m{level}: &m{level}\n  <<: *m{}\n  k{level}: 1",
            level - 1
        )
        .unwrap();
    }
    let tree = tree(&text);
    assert_eq!(kinds(&tree), [Kind::LimitExceeded(Limit::Merges)]);
    let first = tree.problems()[0].span;
    assert!(tree.source().position(first.start()).line > 1000);
    assert_eq!(tree.fields(value_at(&tree, "m1000")).count(), 1001);
}

#[test]
fn nesting_has_an_end() {
    for (text, at) in [
        (format!("a: 1\nb: {}\nc: 2\n", "[".repeat(10_000)), 2),
        (
            format!("a: 1\nb: {}{}\n", "[".repeat(10_000), "]".repeat(10_000)),
            2,
        ),
        (format!("a: {}\n", "{a: ".repeat(10_000)), 1),
        (format!("a:\n  {}\n", "- ".repeat(10_000)), 2),
        ("? ".repeat(10_000), 1),
        (
            (0..10_000)
                .map(|depth| format!("{}a:\n", " ".repeat(depth.min(300))))
                .collect(),
            256,
        ),
    ] {
        let tree = tree(&text);
        check_invariants(&tree);
        let problem = &tree.problems()[0];
        assert!(
            tree.problems()
                .iter()
                .any(|it| it.kind == Kind::LimitExceeded(Limit::Depth)),
            "{:?}",
            kinds(&tree)
        );
        assert_eq!(tree.source().position(problem.span.start()).line, at);
        assert!(tree.is_damaged(tree.root().unwrap()));
    }
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let text = "#".repeat(codemagic_lint::syntax::MAX_FILE_SIZE + 1);
    let tree = tree(&text);
    assert_eq!(kinds(&tree), [Kind::LimitExceeded(Limit::Size)]);
    assert_eq!(tree.root(), None);
}

#[test]
fn characters_that_no_text_should_hold() {
    let text = "a: x\u{1}y\nb: \u{0}\nc: |\n  one\u{7f}two\n  three\u{1}\nd: \"\u{9f}\" # \u{2}\ne: 1\n\u{feff}f: 2\n";
    let source = tree(text);
    check_invariants(&source);
    assert_eq!(
        told(&source),
        [
            (Kind::ControlCharacter('\u{1}'), "\u{1}"),
            (Kind::ControlCharacter('\0'), "\0"),
            (Kind::ControlCharacter('\u{7f}'), "\u{7f}"),
            (Kind::ControlCharacter('\u{9f}'), "\u{9f}"),
            (Kind::ControlCharacter('\u{2}'), "\u{2}"),
            (Kind::ControlCharacter('\u{feff}'), "\u{feff}"),
        ]
    );
    for (path, value) in [
        ("a", "x\u{1}y"),
        ("c", "onetwo\nthree\n"),
        ("e", "1"),
        ("f", "2"),
    ] {
        assert_eq!(
            source.scalar(value_at(&source, path)),
            Some(value),
            "{path}"
        );
    }
    assert!(source.is_flagged(value_at(&source, "c")));
}

#[test]
fn bytes_that_are_not_utf_8() {
    let tree = parse(SourceFile::from_bytes(
        "f",
        b"a: caf\xe9\nb: \xff\xfe\nc: 1\n".to_vec(),
    ));
    check_invariants(&tree);
    assert_eq!(kinds(&tree), [Kind::InvalidUtf8]);
    assert_eq!(place(&tree, tree.problems()[0].span), "1:7-1:8");
    assert_eq!(tree.source().invalid_utf8().len(), 3);
    assert_eq!(written(&tree, value_at(&tree, "c")), "1");
}

/// Texts of one piece, again and again, and what is said of them.
#[test]
fn monotonous_texts_take_linear_time() {
    let repeated: &[(&str, &str, &str)] = &[
        ("", "\"", ""),
        ("", "'", ""),
        ("", "[", ""),
        ("", "{", ""),
        ("", "- ", ""),
        ("", "-\n", ""),
        ("", "? ", ""),
        ("", ": ", ""),
        ("", "<<: *a\n", ""),
        ("a: &a {}\n", "<<: *a\n", ""),
        ("l: &l [{}, {}]\nx:\n", "  <<: *l\n", ""),
        ("", "# c\n", ""),
        ("", "- a # c\n", ""),
        ("", "- &a x\n", ""),
        ("a: &a x\nb:\n", "- *a\n", ""),
        ("", "- *undefined\n", ""),
        ("", "- *.glob\n", ""),
        ("&a [", "*a, ", "]"),
        ("", "- &a [*a]\n", ""),
        ("", "a: 1\n", ""),
        ("", "a:\tb\n", ""),
        ("a: [", "b:\t1, ", "]"),
        ("", "<<<<<<< a\nb: 1\n=======\n>>>>>>> c\n", ""),
        ("", "a: \u{1}\n", ""),
        ("", "\0", ""),
        ("", "\u{feff}", ""),
        ("", "x", ""),
        ("a: \"", "\\u00e9\\n", "\""),
        ("a: \"", "\\d", "\""),
        ("a:\n  b: |\n    x\n", "foo bar\n", "  c: 1\n"),
        ("a:\n  b: |\n    x\n", "cat <<EOF\n", ""),
        ("{", "a: -b, ", "}"),
        ("a: x\n", "  y z: w\n", ""),
        ("a: [", "b,\n", ""),
        ("", "a: b\r", ""),
        ("", "\r\n", ""),
        ("", " ", ""),
        ("", "- a: #b\n", ""),
        ("", "- !x y\n", ""),
        ("", "{{a}}: b\n", ""),
        ("", "---\na: 1\n", ""),
    ];
    for (before, piece, after) in repeated {
        let count = 30_000 / piece.len();
        let text = format!("{before}{}{after}", piece.repeat(count));
        let started = Instant::now();
        let tree = tree(&text);
        // A quadratic pass over 30 kB would need seconds without optimisation.
        assert!(
            started.elapsed() < Duration::from_secs(5),
            "{piece:?} took {:?}",
            started.elapsed()
        );
        assert!(tree.nodes().count() <= text.len() + 1);
        assert!(tree.problems().len() <= text.len());
    }
}

#[test]
fn a_line_of_five_megabytes() {
    let text = format!(
        "a: {}\nb: \"{}\nc: 1\n",
        "x y ".repeat(600_000),
        "z".repeat(2_600_000)
    );
    let tree = tree(&text);
    assert_eq!(kinds(&tree), [Kind::UnclosedQuote]);
    assert_eq!(tree.scalar(value_at(&tree, "c")), Some("1"));
    let position = tree.source().position(5_000_000 - 10);
    assert_eq!((position.line, position.column > 2_000_000), (2, true));
}
