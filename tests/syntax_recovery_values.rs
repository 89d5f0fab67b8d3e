//! What people break inside values and scripts, what they are told, and what is
//! still read.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::doc_markdown,
    clippy::unreadable_literal,
    reason = "tests may fail where they stand, and say it plainly"
)]

mod syntax_common;

use codemagic_lint::syntax::SyntaxProblemKind as Kind;
use syntax_common::cases::{Case, check};
use syntax_common::{find, tree};

#[test]
fn quotes() {
    check(&[
        Case {
            text: "a: \"x\nb: \"y\"\nc: 'z\nd: 1\n",
            told: &[(Kind::UnclosedQuote, "\"x"), (Kind::UnclosedQuote, "'z")],
            kept: &[("b", "y"), ("d", "1")],
        },
        Case {
            text: "a:\n  - name: \"x\n    script: echo \"y\"\n    z: 'it's'\n  - w\nb: 1\n",
            told: &[
                (Kind::UnclosedQuote, "\"x"),
                (Kind::TextAfterQuote, "'it's'"),
            ],
            kept: &[
                ("a[0].script", "echo \"y\""),
                ("a[0].z", "'it's'"),
                ("a[1]", "w"),
                ("b", "1"),
            ],
        },
        Case {
            text: "a: 1\nb: \"ec",
            told: &[(Kind::UnclosedQuote, "\"ec")],
            kept: &[("a", "1"), ("b", "\"ec")],
        },
        Case {
            text: "a: \"$X\"/bin\nb:\n  - \"foo\" bar # c\n  - x\n",
            told: &[
                (Kind::TextAfterQuote, "\"$X\"/bin"),
                (Kind::TextAfterQuote, "\"foo\" bar"),
            ],
            kept: &[("a", "\"$X\"/bin"), ("b[0]", "\"foo\" bar"), ("b[1]", "x")],
        },
        Case {
            text: "a: \"\\d+\\.\\d\"\nb: \"C:\\Users\\x41\"\nc: \"\\u12\"\nd: \"\\t\\x41\"\n",
            told: &[
                (Kind::InvalidEscape, "\\d"),
                (Kind::InvalidEscape, "\\U"),
                (Kind::InvalidEscape, "\\u"),
            ],
            kept: &[("a", "\\d+\\.\\d"), ("d", "\tA")],
        },
        // Not indented, and yet what PyYAML reads.
        Case {
            text: "a:\n  b: '{\n  \"x\": 1\n}' # c\n  c: \"one\ntwo\"\n  d: 1\n",
            told: &[],
            kept: &[("a.b", "{ \"x\": 1 }"), ("a.c", "one two"), ("a.d", "1")],
        },
    ]);
}

#[test]
fn brackets() {
    check(&[
        Case {
            text: "a: [x, y\nb: 1\nc: {d: 1\ne: 2\n",
            told: &[
                (Kind::UnclosedBracket, "[x, y"),
                (Kind::UnclosedBracket, "{d: 1"),
            ],
            kept: &[("b", "1"), ("e", "2")],
        },
        Case {
            text: "a:\n  b: [\n    x,\n    y\n  c: 1\nd: {\n  e: 1,\n  f: [2]\ng: 3\n",
            told: &[(Kind::UnclosedBracket, "["), (Kind::UnclosedBracket, "{")],
            kept: &[("a.c", "1"), ("g", "3")],
        },
        Case {
            text: "a: [x}\nb: [x]]\nc: [${{ y }}]\nd: 1\n",
            told: &[
                (Kind::UnclosedBracket, "[x}"),
                (Kind::UnclosedBracket, "[x]]"),
                (Kind::UnclosedBracket, "[${{ y }}]"),
            ],
            kept: &[("c", "[${{ y }}]"), ("d", "1")],
        },
        Case {
            text: "a: 1\nb: [x, ",
            told: &[(Kind::UnclosedBracket, "[x,")],
            kept: &[("a", "1")],
        },
        Case {
            text: "a:\n[  b: 1\n   c: 2\nd: 3\n",
            told: &[(Kind::UnclosedBracket, "[  b: 1")],
            kept: &[("a.b", "1"), ("a.c", "2"), ("d", "3")],
        },
    ]);
}

#[test]
fn scripts_with_lines_left_of_their_column() {
    check(&[
        // A heredoc whose body stands at the start of the line.
        Case {
            text: "s:\n  - x: |\n      cat > f <<EOF\n{\n  \"a\": 1,\n  - item\n  - x: no\n}\nEOF\n      echo 1\n  - y: 2\n",
            told: &[(Kind::BlockScalarDedent, "{")],
            kept: &[
                (
                    "s[0].x",
                    "cat > f <<EOF\n{\n  \"a\": 1,\n  - item\n  - x: no\n}\nEOF\necho 1\n",
                ),
                ("s[1].y", "2"),
            ],
        },
        // Several in one file, with quotes, `<<-` and only the end outside.
        Case {
            text: "s:\n  - x: |\n      a <<'PY'\nimport b\nfor c in d:\n    e\nelse:\n    f\nPY\n  - y: |\n      g <<-\"END\"\n\t<plist>\n\tEND\n    n: 1\n  - z: |\n      h << EOF\n      i\nEOF\nb: 1\n",
            told: &[
                (Kind::BlockScalarDedent, "import b"),
                (Kind::BlockScalarDedent, "<plist>"),
                (Kind::BlockScalarDedent, "EOF"),
            ],
            kept: &[
                (
                    "s[0].x",
                    "a <<'PY'\nimport b\nfor c in d:\n    e\nelse:\n    f\nPY\n",
                ),
                ("s[1].y", "g <<-\"END\"\n\t<plist>\n\tEND\n"),
                ("s[1].n", "1"),
                ("s[2].z", "h << EOF\ni\nEOF\n"),
                ("b", "1"),
            ],
        },
        // Without a heredoc: up to the next key or item.
        Case {
            text: "s:\n  - x: |\n      a\nimport b\nif c:\n  d\nelse:\n  e\n  - y: 1\nb: 1\n",
            told: &[(Kind::BlockScalarDedent, "import b")],
            kept: &[
                ("s[0].x", "a\nimport b\nif c:\n  d\nelse:\n  e\n"),
                ("s[1].y", "1"),
                ("b", "1"),
            ],
        },
        Case {
            text: "s:\n  - x: |\n<?xml?>\n<plist>\n</plist>\n    # why\n  - y: 1\n",
            told: &[(Kind::BlockScalarDedent, "<?xml?>")],
            kept: &[("s[0].x", "<?xml?>\n<plist>\n</plist>\n"), ("s[1].y", "1")],
        },
        Case {
            text: "s:\n  - x: |\n      a\n{\n  \"b\": {\n    \"c\": 1\n  }\n}\n    n: 1\n",
            told: &[(Kind::BlockScalarDedent, "{")],
            kept: &[
                ("s[0].x", "a\n{\n  \"b\": {\n    \"c\": 1\n  }\n}\n"),
                ("s[0].n", "1"),
            ],
        },
        // A little too far left, as YumNumm/EQMonitor has it.
        Case {
            text: "s:\n  - |\n     # apk\n    build \\\n      --x\n\n    done\n  - y\nb: 1\n",
            told: &[(Kind::BlockScalarDedent, "build \\")],
            kept: &[
                ("s[0]", "# apk\nbuild \\\n --x\n\ndone\n"),
                ("s[1]", "y"),
                ("b", "1"),
            ],
        },
        // A comment ends the script.
        Case {
            text: "s:\n  - x: |\n      a\n# b\n      c\n  - y: 1\n",
            told: &[(Kind::BlockScalarDedent, "# b")],
            kept: &[("s[0].x", "a\n# b\nc\n"), ("s[1].y", "1")],
        },
        Case {
            text: "s:\n  - x: |\n      a\n# b\n  - y: 1\n# c\n",
            told: &[],
            kept: &[("s[0].x", "a\n"), ("s[1].y", "1")],
        },
        // What follows a healthy script is judged as what it is.
        Case {
            text: "s:\n  - x: |\n      cat <<EOF\n    y: \"z\n  - w: |\n      EOF\nb: 1\n",
            told: &[(Kind::UnclosedQuote, "\"z")],
            kept: &[("s[0].x", "cat <<EOF\n"), ("s[1].w", "EOF\n"), ("b", "1")],
        },
    ]);
}

#[test]
fn a_problem_names_the_other_place() {
    let related = |text: &str| {
        let tree = tree(text);
        let related = tree.problems()[0]
            .related
            .map(|span| tree.source().slice(span).to_owned());
        related.unwrap_or_default()
    };
    assert_eq!(related("s:\n  - x: | # why\n      a\nb c\n"), "| # why");
    assert_eq!(related("s:\n  - name: x\n  script: y\n"), "name");
    assert_eq!(related("a: #b\n"), "a");
}

#[test]
fn values_lost_to_a_hash() {
    check(&[Case {
        text: "channel: #builds\nb: # why\nc: x #y\nd:\n  - #e\n",
        told: &[(Kind::HashStartedValue, "#builds")],
        kept: &[("c", "x")],
    }]);
}

#[test]
fn what_is_broken_is_marked() {
    let broken = "w:\n  ios:\n    name: x\n    scri\n  android:\n    name: y\n";
    let tree = tree(broken);
    for (path, damaged) in [
        ("w.ios", true),
        ("w.ios.name", true),
        ("w.android", false),
        ("w", true),
    ] {
        assert_eq!(
            tree.is_damaged(find(&tree, path).unwrap()),
            damaged,
            "{path}"
        );
    }
    let quoted = syntax_common::tree("a: *.apk\nb: *x\nc: 1\n");
    for (path, flagged) in [("a", true), ("b", true), ("c", false)] {
        let id = find(&quoted, path).unwrap();
        assert_eq!(quoted.is_flagged(id), flagged, "{path}");
        assert!(!quoted.is_damaged(id), "{path} can be read");
    }
}

#[test]
fn conflicts() {
    check(&[
        Case {
            text: "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\nc: 1\n",
            told: &[(Kind::ConflictMarker, "<<<<<<< HEAD")],
            kept: &[("a", "1"), ("b", "1"), ("c", "1")],
        },
        Case {
            text: "s:\n  - x: |\n      one\n<<<<<<< HEAD\n      two\n||||||| base\n      three\n=======\n      four\n>>>>>>> o\n      five\nb: 1\n",
            told: &[(Kind::ConflictMarker, "<<<<<<< HEAD")],
            kept: &[("s[0].x", "one\n\ntwo\n\n\n\n\n\nfive\n"), ("b", "1")],
        },
        Case {
            text: "<<<<<<< A\na: 1\n=======\n>>>>>>> B\nb: 1\n<<<<<<< A\n=======\nc: 2\n>>>>>>> B\nd: 3\n",
            told: &[
                (Kind::ConflictMarker, "<<<<<<< A"),
                (Kind::ConflictMarker, "<<<<<<< A"),
            ],
            kept: &[("a", "1"), ("b", "1"), ("d", "3")],
        },
        Case {
            text: "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nc: 2\n",
            told: &[(Kind::ConflictMarker, "<<<<<<< HEAD")],
            kept: &[("a", "1"), ("b", "1"), ("c", "2")],
        },
    ]);
}

#[test]
fn documents() {
    check(&[
        Case {
            text: "---\na: 1\n...\n",
            told: &[],
            kept: &[("a", "1")],
        },
        Case {
            text: "a: 1\n--- # next\nb: *x\n---\nc: 2\n",
            told: &[(Kind::MultipleDocuments, "---")],
            kept: &[("a", "1")],
        },
        Case {
            text: "a: 1\n...\nb: 2\n",
            told: &[(Kind::MultipleDocuments, "b: 2")],
            kept: &[("a", "1")],
        },
        Case {
            text: "",
            told: &[],
            kept: &[],
        },
        Case {
            text: "# nothing\n",
            told: &[],
            kept: &[],
        },
    ]);
}
