//! The tree of a healthy text: places, values, anchors, merges.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::doc_markdown,
    clippy::unreadable_literal,
    reason = "tests may fail where they stand, and say it plainly"
)]

mod syntax_common;

use codemagic_lint::syntax::{
    Field, NodeId, NodeKind, Scalar, ScalarStyle, SyntaxProblemKind, Tree,
};
use syntax_common::{check_invariants, fixtures, key_at, place, tree, value_at, written};

/// How a value is written, its style, what stands at its span, what it says.
const STYLES: &[(&str, ScalarStyle, &str, &str)] = &[
    ("word", ScalarStyle::Plain, "word", "word"),
    (
        "two words  # comment",
        ScalarStyle::Plain,
        "two words",
        "two words",
    ),
    ("a#b:c", ScalarStyle::Plain, "a#b:c", "a#b:c"),
    (
        "one\n    two\n\n    three",
        ScalarStyle::Plain,
        "one\n    two\n\n    three",
        "one two\nthree",
    ),
    ("'it''s'", ScalarStyle::SingleQuoted, "'it''s'", "it's"),
    ("'a' # 'b'", ScalarStyle::SingleQuoted, "'a'", "a"),
    (
        "'one\n    two'",
        ScalarStyle::SingleQuoted,
        "'one\n    two'",
        "one two",
    ),
    (
        "\"a\\tb\" # \"c\"",
        ScalarStyle::DoubleQuoted,
        "\"a\\tb\"",
        "a\tb",
    ),
    (
        "\"one \\\n    two\"",
        ScalarStyle::DoubleQuoted,
        "\"one \\\n    two\"",
        "one two",
    ),
    ("''", ScalarStyle::SingleQuoted, "''", ""),
    ("\"\"", ScalarStyle::DoubleQuoted, "\"\"", ""),
    (
        "|\n    one\n      two\n",
        ScalarStyle::Literal,
        "|\n    one\n      two",
        "one\n  two\n",
    ),
    ("|-\n    one\n", ScalarStyle::Literal, "|-\n    one", "one"),
    (
        "|+\n    one\n\n",
        ScalarStyle::Literal,
        "|+\n    one",
        "one\n\n",
    ),
    (
        "|2\n      one\n    two\n",
        ScalarStyle::Literal,
        "|2\n      one\n    two",
        "  one\ntwo\n",
    ),
    (
        "|2-\n      one\n",
        ScalarStyle::Literal,
        "|2-\n      one",
        "  one",
    ),
    (
        "|-2\n      one\n",
        ScalarStyle::Literal,
        "|-2\n      one",
        "  one",
    ),
    (
        "| # why\n    one\n",
        ScalarStyle::Literal,
        "| # why\n    one",
        "one\n",
    ),
    (
        "|\n\n    one\n\n\n    two\n\n",
        ScalarStyle::Literal,
        "|\n\n    one\n\n\n    two",
        "\none\n\n\ntwo\n",
    ),
    ("|  \n", ScalarStyle::Literal, "|", ""),
    ("| # nothing\n", ScalarStyle::Literal, "| # nothing", ""),
    ("|\n    last", ScalarStyle::Literal, "|\n    last", "last"),
    (
        ">\n    one\n    two\n\n    three\n",
        ScalarStyle::Folded,
        ">\n    one\n    two\n\n    three",
        "one two\nthree\n",
    ),
    (
        ">-\n    one\n      two\n",
        ScalarStyle::Folded,
        ">-\n    one\n      two",
        "one\n  two",
    ),
    (
        ">+\n    one\n\n",
        ScalarStyle::Folded,
        ">+\n    one",
        "one\n\n",
    ),
    ("!!str 12", ScalarStyle::Plain, "12", "12"),
    ("&anchor 12", ScalarStyle::Plain, "12", "12"),
    ("!!str &anchor 'x'", ScalarStyle::SingleQuoted, "'x'", "x"),
    (
        "&anchor |\n    one\n",
        ScalarStyle::Literal,
        "|\n    one",
        "one\n",
    ),
    (
        "&anchor !!str # why\n    |\n    one\n",
        ScalarStyle::Literal,
        "|\n    one",
        "one\n",
    ),
    ("\n    below", ScalarStyle::Plain, "below", "below"),
];

#[test]
fn every_style_has_its_exact_span_and_value() {
    // As a value, as an item, with `\r\n`, with a mark and wide characters before.
    let frames: [fn(&str) -> String; 4] = [
        |value| format!("日本:\n  key: {value}"),
        |value| format!("日本:\n  key:\n  - {value}"),
        |value| {
            format!(
                "\u{feff}𝄞: é\r\n日本: {{}}\r\nx:\r\n  key: {}",
                value.replace('\n', "\r\n")
            )
        },
        |value| format!("a: 1\rx:\r  key: {}", value.replace('\n', "\r")),
    ];
    for (value, style, span, says) in STYLES {
        for frame in frames {
            let text = frame(value);
            let tree = tree(&text);
            check_invariants(&tree);
            assert_eq!(tree.problems(), [], "{text:?}");
            let is_value = |id: &NodeId| {
                tree.kind(*id) == NodeKind::Scalar
                    && !tree.path(*id).ends_with("𝄞")
                    && !tree.path(*id).ends_with('a')
            };
            let id = tree.nodes().filter(is_value).last().unwrap();
            let unbroken = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
            assert_eq!(unbroken(written(&tree, id)), *span, "{text:?}");
            assert_eq!(tree.scalar(id), Some(*says), "{text:?}");
            assert_eq!(tree.scalar_style(id), Some(*style), "{text:?}");
        }
    }
}

#[test]
fn tags_are_known_by_all_their_names() {
    for (written, name) in [
        ("!!str", Some("!!str")),
        ("!!int", Some("!!int")),
        ("!!float", Some("!!float")),
        ("!!bool", Some("!!bool")),
        ("!!null", Some("!!null")),
        ("!!timestamp", Some("!!timestamp")),
        ("!!binary", Some("!!binary")),
        ("!<tag:yaml.org,2002:float>", Some("!!float")),
        ("!", None),
        ("!mine", None),
    ] {
        let tree = tree(&format!("a: {written} 3\n"));
        let value = value_at(&tree, "a");
        assert_eq!(tree.tag_name(value), name, "{written}");
    }
    for (written, name) in [
        ("!!map {}", "!!map"),
        ("!!set {}", "!!set"),
        ("!!seq []", "!!seq"),
        ("!!omap []", "!!omap"),
        ("!!pairs []", "!!pairs"),
    ] {
        let tree = tree(&format!("a: {written}\n"));
        let value = value_at(&tree, "a");
        assert_eq!(tree.tag_name(value), Some(name), "{written}");
    }
}

#[test]
fn tags_decide_what_a_text_means() {
    for (written, value) in [
        ("!!bool yes", Scalar::Bool(true)),
        ("!!bool 'OFF'", Scalar::Bool(false)),
        ("!!int '3'", Scalar::Int(3)),
        ("!!float 3", Scalar::Float(3.0)),
        ("!!str 3", Scalar::Text("3")),
        ("!!null ~", Scalar::Null),
    ] {
        let tree = tree(&format!("a: {written}\n"));
        assert_eq!(tree.value(value_at(&tree, "a")), Some(value), "{written}");
    }
}

#[test]
fn flow_collections_have_exact_spans() {
    let text = "k: [a, 'b' , {c: \"d\", e: }, [ ], &x {f}, *x] # end\n";
    let tree = tree(text);
    check_invariants(&tree);
    let items = tree.items(value_at(&tree, "k"));
    let spans: Vec<&str> = items.iter().map(|&item| written(&tree, item)).collect();
    assert_eq!(spans, ["a", "'b'", "{c: \"d\", e: }", "[ ]", "{f}", "*x"]);
    assert_eq!(
        written(&tree, value_at(&tree, "k")),
        "[a, 'b' , {c: \"d\", e: }, [ ], &x {f}, *x]"
    );
    assert!(items.iter().skip(2).take(3).all(|&item| tree.is_flow(item)));
    assert_eq!(tree.value(value_at(&tree, "k[2].e")), Some(Scalar::Null));
}

#[test]
fn block_collections_end_with_their_last_child() {
    let tree = tree("a:\n  b:\n    - 1\n    - c: |\n        x\n\n\n  # comment\n\nd: 2\n");
    assert_eq!(
        written(&tree, value_at(&tree, "a")),
        "b:\n    - 1\n    - c: |\n        x"
    );
    assert_eq!(
        written(&tree, value_at(&tree, "a.b")),
        "- 1\n    - c: |\n        x"
    );
    assert_eq!(
        place(&tree, tree.span(value_at(&tree, "a.b[1]"))),
        "4:7-5:10"
    );
}

#[test]
fn empty_values_stand_behind_their_key() {
    let text = "a:\nb: # c\nc: !!str\nd: &x\ne:\n  -\n  - f:\n";
    let tree = tree(text);
    check_invariants(&tree);
    for (path, at) in [("a", "1:3"), ("b", "2:3"), ("e[1].f", "7:7")] {
        let id = value_at(&tree, path);
        assert_eq!(place(&tree, tree.span(id)), format!("{at}-{at}"), "{path}");
        assert_eq!(tree.value(id), Some(Scalar::Null));
    }
    assert_eq!(tree.value(value_at(&tree, "c")), Some(Scalar::Text("")));
    assert_eq!(tree.anchors()[0].node, value_at(&tree, "d"));
    assert_eq!(tree.items(value_at(&tree, "e")).len(), 2);
}

#[test]
fn empty_values_stand_before_a_key_that_begins_with_a_colon() {
    for text in [
        "?\n::",
        "?\n:,x: 1",
        "? a\n:b: 1\n",
        "{a:,b:}",
        "{a: , b:}",
        "[? , :b]",
    ] {
        check_invariants(&tree(text));
    }
    let tree = tree("{a:,b:}");
    for (path, at) in [("a", "1:4"), ("b", "1:7")] {
        let span = tree.span(value_at(&tree, path));
        assert_eq!(place(&tree, span), format!("{at}-{at}"));
    }
}

#[test]
fn keys_have_exact_places_whatever_ends_the_lines() {
    let text = "\u{feff}a: x\r\n'日本': y\r  \"c\": z\nd : w\n? e\n: v\n".replace("\r  ", "\r");
    let tree = tree(&text);
    check_invariants(&tree);
    assert_eq!(tree.problems(), []);
    let place_of = |path: &str| place(&tree, tree.span(key_at(&tree, path)));
    // The mark is a character of the first line.
    assert_eq!(place_of("a"), "1:2-1:3");
    assert_eq!(place_of("日本"), "2:1-2:5");
    assert_eq!(place_of("c"), "3:1-3:4");
    assert_eq!(place_of("d"), "4:1-4:2");
    assert_eq!(place_of("e"), "5:3-5:4");
    assert_eq!(place(&tree, tree.span(value_at(&tree, "日本"))), "2:7-2:8");
}

#[test]
fn comments_know_where_they_stand() {
    let tree = tree("\u{feff}# first\r\na: 1 # \"second\"\r\nb: |  # third\r\n  # text\r\n # last");
    let comments: Vec<(&str, bool)> = tree
        .comments()
        .iter()
        .map(|comment| (tree.source().slice(comment.span), comment.own_line))
        .collect();
    assert_eq!(
        comments,
        [
            ("# first", true),
            ("# \"second\"", false),
            ("# third", false),
            ("# last", true)
        ]
    );
    assert_eq!(tree.scalar(value_at(&tree, "b")), Some("# text\n"));
}

#[test]
fn paths_and_keys_lead_to_every_node() {
    let tree = tree("a:\n  - x\n  - b: {c: [1, 2]}\n  - &s y\n? [k]\n: z\nd: *s\n");
    for path in [
        "a",
        "a[0]",
        "a[1]",
        "a[1].b",
        "a[1].b.c",
        "a[1].b.c[1]",
        "a[2]",
        "?",
        "d",
    ] {
        assert_eq!(tree.path(value_at(&tree, path)), path);
    }
    let root = tree.root().unwrap();
    assert_eq!(tree.path(root), "");
    assert_eq!(tree.key_of(root), None);
    for &entry in tree.entries(root) {
        assert_eq!(tree.key_of(entry.value), Some(entry.key));
        assert_eq!(tree.key_of(entry.key), None);
        assert_eq!(tree.path(entry.key), tree.path(entry.value));
    }
    assert_eq!(tree.key_of(value_at(&tree, "a[0]")), None);
    assert_eq!(
        tree.parent(value_at(&tree, "a[0]")),
        Some(value_at(&tree, "a"))
    );
}

#[test]
fn anchors_know_their_aliases_and_what_they_share() {
    let text = "x: &one {k: &two v}\ny: *one\nz: [*two, *one]\nunused: &three w\nagain: &one u\nlast: *one\n";
    let tree = tree(text);
    check_invariants(&tree);
    let anchors: Vec<(&str, &str, usize)> = tree
        .anchors()
        .iter()
        .map(|anchor| {
            (
                &*anchor.name,
                tree.source().slice(anchor.span),
                anchor.aliases.len(),
            )
        })
        .collect();
    assert_eq!(
        anchors,
        [
            ("one", "&one", 2),
            ("two", "&two", 1),
            ("three", "&three", 0),
            ("one", "&one", 1)
        ]
    );
    let one = value_at(&tree, "x");
    assert_eq!(tree.anchors()[0].node, one);
    assert_eq!(written(&tree, one), "{k: &two v}");
    for (alias, target) in [
        ("y", "x"),
        ("z[1]", "x"),
        ("z[0]", "x.k"),
        ("last", "again"),
    ] {
        let alias = value_at(&tree, alias);
        assert_eq!(tree.kind(alias), NodeKind::Alias);
        assert_eq!(tree.resolve(alias), value_at(&tree, target));
    }
    for (path, shared) in [
        ("x", true),
        ("x.k", true),
        ("y", false),
        ("unused", false),
        ("again", true),
    ] {
        assert_eq!(tree.is_shared(value_at(&tree, path)), shared, "{path}");
    }
    assert!(tree.is_shared(key_at(&tree, "x.k")));
    assert!(!tree.is_shared(tree.root().unwrap()));
    assert_eq!(tree.scalar(value_at(&tree, "last")), Some("u"));
}

fn fields(tree: &Tree, path: &str) -> String {
    let name = |id| tree.scalar(id).unwrap_or("?").to_owned();
    let show = |field: Field| format!("{}={}", name(field.key), name(field.value));
    tree.fields(value_at(tree, path))
        .map(show)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Each line was printed by PyYAML 6.0.3; the oracle test compares all of the file.
#[test]
fn merges_win_and_stand_as_in_pyyaml() {
    let (_, text) = fixtures()
        .into_iter()
        .find(|(path, _)| path.ends_with("merges.yaml"))
        .unwrap();
    let tree = tree(&text);
    for (path, expected) in [
        ("plain", "a=1 b=1 c=1"),
        ("alias-list", "b=1 c=1 d=2 a=1"),
        ("block-list", "a=1 b=2 c=2 d=2"),
        ("alias-of-list", "b=1 c=1 d=2 a=1"),
        ("repeated", "a=1 b=2 c=2 d=2"),
        ("explicit-first", "a=1 b=explicit c=1"),
        ("explicit-last", "a=1 b=explicit c=1"),
        ("between", "a=1 b=2 c=explicit d=2 z=1 y=2"),
        ("inline", "p=1 q=3"),
        ("chained", "a=own b=1 c=1 e=5"),
        ("nested.use", "b=1 c=1 d=2 a=1 e=5 f=7 g=8"),
        ("duplicate", "k=second l=1"),
        ("quoted", "<<=?"),
    ] {
        assert_eq!(fields(&tree, path), expected, "{path}");
    }
}

#[test]
fn a_merged_field_keeps_its_origin() {
    let tree = tree("a: &a {k: 1, l: 2}\nb: &b\n  <<: *a\n  l: 3\nc:\n  <<: [*b]\n  m: 4\n");
    let c = value_at(&tree, "c");
    let field = |key| tree.field(c, key).unwrap();
    assert_eq!(place(&tree, tree.span(field("k").key)), "1:8-1:9");
    assert_eq!(place(&tree, tree.span(field("l").value)), "4:6-4:7");
    assert_eq!(
        field("k").via.map(|via| place(&tree, tree.span(via))),
        Some("6:8-6:10".into())
    );
    assert_eq!(field("m").via, None);
    assert_eq!(tree.entries(c).len(), 2);
    assert!(tree.is_merge_key(tree.entries(c)[0].key));
    // An alias has the fields of what it names.
    let alias = tree.anchors()[1].aliases[0];
    assert_eq!(tree.fields(alias).count(), 2);
}

#[test]
fn duplicates_are_told_at_the_later_place() {
    let few = tree("a: 1\nb: 2\n'a': 3\na: 4\n");
    let places: Vec<_> = few
        .problems()
        .iter()
        .map(|problem| {
            (
                problem.kind,
                place(&few, problem.span),
                problem.related.map(|span| place(&few, span)),
            )
        })
        .collect();
    let duplicate = SyntaxProblemKind::DuplicateKey;
    assert_eq!(
        places,
        [
            (duplicate, "3:1-3:4".into(), Some("1:1-1:2".into())),
            (duplicate, "4:1-4:2".into(), Some("3:1-3:4".into())),
        ]
    );
    assert_eq!(
        few.field(few.root().unwrap(), "a")
            .map(|field| few.scalar(field.value)),
        Some(Some("4"))
    );
    // Many keys are compared another way.
    let many: String = (0..20).map(|key| format!("k{key}: 1\n")).collect();
    let many = tree(&format!("{many}k7: 2\n<<: {{}}\n<<: {{}}\n"));
    assert_eq!(many.problems().len(), 1);
    assert_eq!(place(&many, many.problems()[0].span), "21:1-21:3");
}

#[test]
fn the_fixtures_are_healthy() {
    for (path, text) in fixtures() {
        for text in [
            text.clone(),
            text.replace('\n', "\r\n"),
            text.replace('\n', "\r"),
            format!("\u{feff}{text}"),
        ] {
            let tree = tree(&text);
            check_invariants(&tree);
            let problems = tree
                .problems()
                .iter()
                .filter(|it| it.kind != SyntaxProblemKind::DuplicateKey);
            assert_eq!(
                problems.count(),
                0,
                "{}: {:?}",
                path.display(),
                tree.problems()
            );
            assert!(tree.nodes().all(|id| !tree.is_damaged(id)));
        }
    }
}
