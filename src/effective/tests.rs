#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fmt::Write as _;

use crate::syntax::{SourceFile, Span, Tree, parse};

use super::{Comments, Effective, Hidden, Unshowable, yaml_of};

fn tree(text: &str) -> Tree {
    parse(SourceFile::new("codemagic.yaml", text))
}

fn shown(text: &str) -> String {
    Effective::new(&tree(text), &[])
        .yaml(Comments::Merged)
        .unwrap()
}

#[test]
fn merged_values_tell_where_they_are_written() {
    let text = "\
definitions:
  base: &base
    max_build_duration: 60
    environment: &env
      xcode: 15.4
  step: &step
    name: Get
    script: |
      a
      b
workflows:
  ios:
    <<: *base
    name: iOS
    scripts:
      - *step
      - script: ls
";
    let expected = "\
definitions:
  base:
    max_build_duration: 60
    environment:
      xcode: 15.4
  step:
    name: Get
    script: |
      a
      b
workflows:
  ios:
    max_build_duration: 60  # codemagic.yaml:3 (*base)
    environment:  # codemagic.yaml:4 (*base)
      xcode: 15.4
    name: iOS
    scripts:
      -  # codemagic.yaml:6 (*step)
        name: Get
        script: |
          a
          b
      - script: ls
";
    assert_eq!(shown(text), expected);
}

#[test]
fn every_merge_on_the_way_is_named() {
    let text = "\
a: &a {x: 1}
b: &b
  <<: *a
  y: 2
c:
  <<: [*b]
d:
  <<: {z: 3}
e: *a
";
    let expected = "\
a:
  x: 1
b:
  x: 1  # codemagic.yaml:1 (*a)
  y: 2
c:
  x: 1  # codemagic.yaml:1 (*b, *a)
  y: 2  # codemagic.yaml:4 (*b)
d:
  z: 3  # codemagic.yaml:8 (<<)
e:  # codemagic.yaml:1 (*a)
  x: 1
";
    assert_eq!(shown(text), expected);
}

#[test]
fn scalars_stay_what_they_are() {
    let cases = [
        ("a: 3.10\n", "a: 3.10\n"),
        ("a: 0o17\n", "a: 0o17\n"),
        ("a: '0o17'\n", "a: '0o17'\n"),
        ("a: yes\nb: \"yes\"\n", "a: yes\nb: \"yes\"\n"),
        ("a:\nb: ~\n", "a: null\nb: ~\n"),
        (
            "a: 2021-11-10\nb: '2021-11-10'\n",
            "a: 2021-11-10\nb: '2021-11-10'\n",
        ),
        ("a: >-\n  2021-11-10\n", "a: '2021-11-10'\n"),
        ("a: >-\n  yes\n", "a: 'yes'\n"),
        ("a: >\n  b\n  c\n\n  d\n", "a: |\n  b c\n  d\n"),
        ("a: |+\n  b\n\n\n", "a: |+\n  b\n\n\n"),
        ("a: \" b\\nc\"\n", "a: |2-\n   b\n  c\n"),
        ("a: \"b\\u202ec\\n\"\n", "a: \"b\\u202ec\\n\"\n"),
        ("a: b\n  c\n", "a: b c\n"),
        (
            "[a, {b: c}, [], {}, [d]]\n",
            "- a\n- b: c\n- []\n- {}\n- - d\n",
        ),
        ("? [a, b]\n: c\n", "? [\"a\", \"b\"]\n: c\n"),
        ("null: a\n~: b\n", "~: b\n"),
        ("a: !!str 12\n", "a: !!str 12\n"),
        ("a: 1\na: 2\n", "a: 2\n"),
        ("", "null\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn what_has_no_end_is_refused() {
    let refusal = |text: &str| {
        let tree = tree(text);
        let file = Effective::new(&tree, &[]);
        let error = file.yaml(Comments::None).unwrap_err();
        assert_eq!(file.json().unwrap_err(), error);
        error
    };
    let name = "a".to_owned();
    assert_eq!(
        refusal("a: &a\n  b: [*a]\n"),
        Unshowable::Recursive { name, offset: 12 }
    );
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    let mut chain = bomb.clone();
    for level in 1..2000 {
        let below = level - 1;
        let _ = writeln!(bomb, "a{level}: &a{level} [*a{below}, *a{below}]");
        let _ = writeln!(chain, "a{level}: &a{level} [*a{below}]");
    }
    assert_eq!(refusal(&bomb), Unshowable::TooLarge);
    assert_eq!(refusal(&chain), Unshowable::TooDeep);
}

#[test]
fn one_workflow_is_shown_alone() {
    let tree = tree("x: 1\nworkflows:\n  a: {name: A}\n  b: {name: B, workflows: 1}\n");
    let file = Effective::new(&tree, &[]).of_workflow("b").unwrap();
    let expected = "workflows:\n  b:\n    name: B\n    workflows: 1\n";
    assert_eq!(file.yaml(Comments::None).unwrap(), expected);
    assert!(Effective::new(&tree, &[]).of_workflow("c").is_none());
}

#[test]
fn secrets_are_masked_everywhere() {
    let text = "a: s3cr3t-s3cr3t\nb: |\n  x s3cr3t-s3cr3t\nc: \"q\\x41rt-long-text\"\n";
    let tree = tree(text);
    let place = |part: &str| {
        let start = text.find(part).unwrap();
        Span::new(start, start + part.len())
    };
    let secrets = [place("s3cr3t-s3cr3t"), place("\\x41rt-long-text")];
    let file = Effective::new(&tree, &secrets);
    let yaml = file.yaml(Comments::None).unwrap();
    assert_eq!(yaml, "a: '***'\nb: |\n  x ***\nc: \"***\"\n");
    assert!(!file.json().unwrap().contains("s3cr3t"));
}

#[test]
fn an_excerpt_has_at_most_so_many_lines() {
    let tree = tree("a: &a\n  b: &b [1, 2]\n  c: {<<: *d}\nd: *a\ne: &e [*e]\n");
    let of = |path: &str, lines| {
        let mut nodes = tree
            .nodes()
            .filter(|&id| tree.path(id) == path && tree.key_of(id).is_some());
        yaml_of(&tree, nodes.next().unwrap(), &Hidden::default(), lines)
    };
    assert_eq!(of("d", 9), "b:\n  - 1\n  - 2\nc: {}\n");
    assert_eq!(of("d", 4), "b:\n  - 1\n  - 2\nc: {}\n");
    assert_eq!(of("d", 3), "b:\n  - 1\n…\n");
    assert_eq!(of("e", 3), "- *e\n");
}
