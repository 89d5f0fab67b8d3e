//! What people break, what they are told, and what is still read.

mod syntax_common;

use codemagic_lint::syntax::{SyntaxProblemKind as Kind, Tree};
use syntax_common::{check_invariants, find, tree, written};

/// A broken text.
struct Case {
    text: &'static str,
    /// What is told, and about which words.
    told: &'static [(Kind, &'static str)],
    /// Values that are still there: path, value.
    kept: &'static [(&'static str, &'static str)],
}

fn check(cases: &[Case]) {
    for case in cases {
        let text = case.text;
        // Lines may end in any way.
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let tree = tree(&text);
            check_invariants(&tree);
            let told: Vec<(Kind, String)> = tree
                .problems()
                .iter()
                .map(|problem| {
                    (
                        problem.kind,
                        tree.source().slice(problem.span).replace("\r\n", "\n"),
                    )
                })
                .collect();
            let expected: Vec<(Kind, String)> = case
                .told
                .iter()
                .map(|(kind, span)| (*kind, (*span).to_owned()))
                .collect();
            assert_eq!(told, expected, "in\n{text}");
            for (path, value) in case.kept {
                assert_eq!(
                    value_of(&tree, path).as_deref(),
                    Some(*value),
                    "{path} in\n{text}"
                );
            }
        }
    }
}

fn value_of(tree: &Tree, path: &str) -> Option<String> {
    let id = find(tree, path)?;
    Some(
        tree.scalar(id)
            .unwrap_or_else(|| written(tree, id))
            .to_owned(),
    )
}

#[test]
fn globs_and_other_indicators_without_quotes() {
    check(&[
        Case {
            text: "a:\n  pattern: *\n  include: true\nb: 1\n",
            told: &[(Kind::UnquotedIndicator('*'), "*")],
            kept: &[("a.pattern", "*"), ("a.include", "true"), ("b", "1")],
        },
        Case {
            text: "a:\n  - pattern: *-release # why\n    include: true\n  - pattern: x\n",
            told: &[(Kind::UnquotedIndicator('*'), "*-release")],
            kept: &[
                ("a[0].pattern", "*-release"),
                ("a[0].include", "true"),
                ("a[1].pattern", "x"),
            ],
        },
        Case {
            text: "a:\n  - *.snap\n  - **/*.apk\n  - build/**\n  - *\n",
            told: &[
                (Kind::UnquotedIndicator('*'), "*.snap"),
                (Kind::UnquotedIndicator('*'), "**/*.apk"),
                (Kind::UnquotedIndicator('*'), "*"),
            ],
            kept: &[
                ("a[0]", "*.snap"),
                ("a[1]", "**/*.apk"),
                ("a[2]", "build/**"),
                ("a[3]", "*"),
            ],
        },
        Case {
            text: "a:\n  - *name or two\n  - *dir/*.ipa\n  - x\n",
            told: &[
                (Kind::UnquotedIndicator('*'), "*name or two"),
                (Kind::UnquotedIndicator('*'), "*dir/*.ipa"),
            ],
            kept: &[("a[0]", "*name or two"), ("a[2]", "x")],
        },
        Case {
            text: "a: !(*-dev)\nb: {test,qa}/*\nc: [ab]*.c\nd: 1\n",
            told: &[
                (Kind::UnquotedIndicator('!'), "!(*-dev)"),
                (Kind::UnquotedIndicator('{'), "{test,qa}/*"),
                (Kind::UnquotedIndicator('['), "[ab]*.c"),
            ],
            kept: &[
                ("a", "!(*-dev)"),
                ("b", "{test,qa}/*"),
                ("c", "[ab]*.c"),
                ("d", "1"),
            ],
        },
        Case {
            text: "a: @x\nb: `date`\nc: %d\nd: &x/*\ne: & co\nf: >=1.0\ng: | x\nh: - x\ni: 1\n",
            told: &[
                (Kind::UnquotedIndicator('@'), "@x"),
                (Kind::UnquotedIndicator('`'), "`date`"),
                (Kind::UnquotedIndicator('%'), "%d"),
                (Kind::UnquotedIndicator('&'), "&x/*"),
                (Kind::UnquotedIndicator('&'), "& co"),
                (Kind::UnquotedIndicator('>'), ">=1.0"),
                (Kind::UnquotedIndicator('|'), "| x"),
                (Kind::UnquotedIndicator('-'), "- x"),
            ],
            kept: &[("b", "`date`"), ("f", ">=1.0"), ("h", "- x"), ("i", "1")],
        },
        Case {
            text: "a: {{ name }}\nb: =\nc: <<\nd: {NAME}\n",
            told: &[
                (Kind::UnquotedIndicator('{'), "{{ name }}"),
                (Kind::UnquotedIndicator('='), "="),
                (Kind::UnquotedIndicator('<'), "<<"),
            ],
            kept: &[("d", "{NAME}")],
        },
    ]);
}

#[test]
fn colons_inside_plain_values() {
    check(&[
        Case {
            text: "a:\n  - name: Say it\n    script: echo \"Accept: x\"\n  - name: iOS: release # c\nb: 1\n",
            told: &[
                (Kind::PlainScalarColon, "echo \"Accept: x\""),
                (Kind::PlainScalarColon, "iOS: release"),
            ],
            kept: &[
                ("a[0].script", "echo \"Accept: x\""),
                ("a[1].name", "iOS: release"),
                ("b", "1"),
            ],
        },
        Case {
            text: "a:\n  - name: x\n    script: curl\n      -H \"Accept: x\"\n      -H \"B: y\" url\n    test: 1\n  - y\n",
            told: &[(Kind::PlainScalarColon, "curl\n      -H \"Accept: x\"")],
            kept: &[
                ("a[0].script", "curl -H \"Accept: x\" -H \"B: y\" url"),
                ("a[0].test", "1"),
                ("a[1]", "y"),
            ],
        },
    ]);
}

#[test]
fn dashes_without_a_space() {
    check(&[
        // A plain scalar, and thus valid YAML, yet never meant.
        Case {
            text: "groups:\n  -firebase_credentials\nb: 1\n",
            told: &[(Kind::DashWithoutSpace, "-firebase_credentials")],
            kept: &[("b", "1")],
        },
        Case {
            text: "a:\n  - one\n  -two\n  - three\nb: 1\n",
            told: &[(Kind::DashWithoutSpace, "-two")],
            kept: &[
                ("a[0]", "one"),
                ("a[1]", "two"),
                ("a[2]", "three"),
                ("b", "1"),
            ],
        },
        Case {
            text: "a:\n  -one\n  - two\nb: 1\n",
            told: &[(Kind::DashWithoutSpace, "-one")],
            kept: &[("b", "1")],
        },
        Case {
            text: "a:\n  -name: x # c\n    script: y\n  - name: z\nb: 1\n",
            told: &[(Kind::DashWithoutSpace, "-name: x")],
            kept: &[
                ("a[0].name", "x"),
                ("a[0].script", "y"),
                ("a[1].name", "z"),
                ("b", "1"),
            ],
        },
        Case {
            text: "a:\n  - name: x\n    script: |\n      y\n  -name: z\n    script: w\nb: 1\n",
            told: &[(Kind::DashWithoutSpace, "-name: z")],
            kept: &[
                ("a[0].script", "y\n"),
                ("a[1].name", "z"),
                ("a[1].script", "w"),
                ("b", "1"),
            ],
        },
        Case {
            text: "a:\n  -name: x\nb: 1\n",
            told: &[(Kind::DashWithoutSpace, "-name")],
            kept: &[("b", "1")],
        },
        Case {
            text: "a: -x\nb:\n  --x\nc:\n  -1\n",
            told: &[],
            kept: &[("a", "-x"), ("c", "-1")],
        },
    ]);
}

#[test]
fn tabs() {
    check(&[
        Case {
            text: "a:\n\tb: 1\n\tc:\n\t\td: 2\ne: 3\n",
            told: &[(Kind::TabIndentation, "\t")],
            kept: &[("a.b", "1"), ("a.c.d", "2"), ("e", "3")],
        },
        Case {
            text: "a:\n  - b: 1\n  \t c: 2\n  - d: 3\n",
            told: &[(Kind::TabIndentation, "\t ")],
            kept: &[("a[0].b", "1"), ("a[1].d", "3")],
        },
        Case {
            text: "a: |\n  x\n  \ty\nb: \"\t\" # \t\nc: 1\n",
            told: &[],
            kept: &[("a", "x\n\ty\n"), ("b", "\t"), ("c", "1")],
        },
        // YAML 1.2 allows these, PyYAML does not.
        Case {
            text: "a:\tx\nb: y\t\nc: z\tw\n\t\n\t# d\ne:\n-\tf\n",
            told: &[
                (Kind::ControlCharacter('\t'), "\t"),
                (Kind::ControlCharacter('\t'), "\t"),
                (Kind::ControlCharacter('\t'), "\t"),
                (Kind::TabIndentation, "\t"),
                (Kind::ControlCharacter('\t'), "\t"),
            ],
            kept: &[("a", "x"), ("b", "y"), ("e[0]", "f")],
        },
    ]);
}

#[test]
fn lines_at_the_wrong_column() {
    check(&[
        Case {
            text: "s:\n  - name: x\n  script: |\n    echo 1\n  - name: y\n  script: z\n  ignore_failure: true\nb: 1\n",
            told: &[
                (Kind::ItemKeyIndentation, "script"),
                (Kind::ItemKeyIndentation, "script"),
                (Kind::ItemKeyIndentation, "ignore_failure"),
            ],
            kept: &[
                ("s[0].script", "echo 1\n"),
                ("s[1].name", "y"),
                ("s[1].script", "z"),
                ("s[1].ignore_failure", "true"),
                ("b", "1"),
            ],
        },
        Case {
            text: "s:\n  - name: x\n    script: |\n      a\n    - name: y\n      script: z\n  - name: w\nb: 1\n",
            told: &[(Kind::Indentation, "- name: y")],
            kept: &[
                ("s[0].script", "a\n"),
                ("s[1].name", "y"),
                ("s[1].script", "z"),
                ("s[2].name", "w"),
            ],
        },
        Case {
            text: "w:\n  ios:\n    name: x\n   environment:\n      xcode: latest\n    scripts:\n      - y\nb: 1\n",
            told: &[(Kind::Indentation, "environment:")],
            kept: &[
                ("w.ios.environment.xcode", "latest"),
                ("w.ios.scripts[0]", "y"),
                ("b", "1"),
            ],
        },
        Case {
            text: "e:\n      flutter: stable\n    xcode: latest\n    java: 17\nb: 1\n",
            told: &[(Kind::Indentation, "xcode: latest")],
            kept: &[
                ("e.flutter", "stable"),
                ("e.xcode", "latest"),
                ("e.java", "17"),
                ("b", "1"),
            ],
        },
        // The line that left its place is named, not all that follow.
        Case {
            text: "w:\n  ios:\n    s:\n      - name: x\n  script: |\n          y\n      - name: z\n    c: 1\n    d: 2\n",
            told: &[(Kind::Indentation, "script: |")],
            kept: &[
                ("w.ios.s[0].script", "y\n"),
                ("w.ios.s[1].name", "z"),
                ("w.ios.c", "1"),
                ("w.ios.d", "2"),
            ],
        },
        Case {
            text: "w:\n  v:\nA: 1\n    B: 2\n    C: 3\n  x: 4\n",
            told: &[(Kind::Indentation, "A: 1")],
            kept: &[("w.v.A", "1"), ("w.v.B", "2"), ("w.v.C", "3"), ("w.x", "4")],
        },
        // Keys whose parent is missing have no place.
        Case {
            text: "w:\n  name: x\n    xcode: latest\n    java: 17\n  scripts:\n    - y\n",
            told: &[(Kind::Indentation, "xcode: latest")],
            kept: &[("w.name", "x"), ("w.scripts[0]", "y")],
        },
        Case {
            text: "  a: 1\nb: 2\nc:\n  d: 3\n",
            told: &[(Kind::Indentation, "b: 2")],
            kept: &[("a", "1"), ("b", "2"), ("c.d", "3")],
        },
    ]);
}

#[test]
fn half_typed_keys() {
    check(&[
        Case {
            text: "a: 1\nscri",
            told: &[(Kind::MissingColon, "scri")],
            kept: &[("a", "1")],
        },
        Case {
            text: "a:\n  b: 1\n  scri\n  c: 2\nd: 3\n",
            told: &[(Kind::MissingColon, "scri")],
            kept: &[("a.b", "1"), ("a.c", "2"), ("d", "3")],
        },
        Case {
            text: "a:\n  s: |\n    x\n  igno\n  c: 2\n",
            told: &[(Kind::MissingColon, "igno")],
            kept: &[("a.s", "x\n"), ("a.c", "2")],
        },
        Case {
            text: "a:\n  environment # why\n    xcode: latest\n    java: 17\n  b: 1\n",
            told: &[(Kind::MissingColon, "environment")],
            kept: &[
                ("a.environment.xcode", "latest"),
                ("a.environment.java", "17"),
                ("a.b", "1"),
            ],
        },
        Case {
            text: "a:\n  - name\n    script: x\n  - name: y\n",
            told: &[(Kind::MissingColon, "name")],
            kept: &[("a[0].script", "x"), ("a[1].name", "y")],
        },
        // A script of several lines that forgot its `|`.
        Case {
            text: "a:\n  script: echo 1\n  echo 2\n  echo 3\n  b: 1\nc: 2\n",
            told: &[(Kind::MissingColon, "echo 2")],
            kept: &[("a.script", "echo 1"), ("a.b", "1"), ("c", "2")],
        },
        Case {
            text: "a: 1\n: b\nc: 2\n",
            told: &[(Kind::Other, ":")],
            kept: &[("a", "1"), ("c", "2")],
        },
    ]);
}

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
