//! What people break, what they are told, and what is still read.

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
            text: "b: =\nc: <<\nd: {NAME}\n",
            told: &[
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
        // Neither allows these: the tab decides a column.
        Case {
            text: "a:\n  -\t- x\nb: 1\n",
            told: &[(Kind::ControlCharacter('\t'), "\t")],
            kept: &[("a[0][0]", "x"), ("b", "1")],
        },
        Case {
            text: "a:\n  - \tc: x\nb: 1\n",
            told: &[(Kind::ControlCharacter('\t'), "\t")],
            kept: &[("a[0].c", "x"), ("b", "1")],
        },
    ]);
}

#[test]
fn lines_at_the_wrong_column() {
    check(&[
        // A file that is one script: YAML allows it, PyYAML does not.
        Case {
            text: "|\nfoo\nbar\n",
            told: &[(Kind::Indentation, "foo")],
            kept: &[],
        },
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
