#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use super::*;
use crate::model::locate::shape_at;

fn cursor(text: &str) -> (SourceFile, Cursor) {
    let at = text.find("<|>").unwrap();
    let source = SourceFile::new("f", text.replacen("<|>", "", 1));
    let cursor = Cursor::at(&source, at);
    (source, cursor)
}

/// The place in words, what is typed and what would be replaced.
fn told(text: &str) -> String {
    let (source, cursor) = cursor(text);
    let tree = &cursor.tree;
    let place = match cursor.place {
        Place::Nothing => "nothing".into(),
        Place::Comment => "comment".into(),
        Place::Anchor => "anchor".into(),
        Place::Block(node) => format!("text of {}", tree.path(node)),
        Place::Node { mapping, value } => {
            let mapping = mapping.map(|node| {
                let keys: Vec<&str> = cursor.keys(node).collect();
                format!("key of {}({})", tree.path(node), keys.join(","))
            });
            let value = value.map(|node| format!("value of {}", tree.path(node)));
            let both = mapping.into_iter().chain(value).collect::<Vec<_>>();
            both.join("|")
        }
    };
    let typed = source.slice(cursor.typed);
    let word = source.slice(cursor.word);
    format!("{place} [{typed}/{word}]")
}

#[track_caller]
fn is(text: &str, expected: &str) {
    assert_eq!(told(text), expected, "{text}");
}

#[test]
fn keys_belong_to_the_mapping_around_them() {
    let top = "workflows:\n  ios:\n    name: A\n";
    is(
        &format!("{top}    en<|>vi"),
        "key of workflows.ios(name) [en/envi]",
    );
    is(
        &format!("{top}    en<|>vi: x\n"),
        "key of workflows.ios(name) [en/envi]",
    );
    is(&format!("{top}    <|>\n"), "key of workflows.ios(name) [/]");
    is(&format!("{top}  <|>\n"), "key of workflows(ios) [/]");
    is(&format!("{top}<|>"), "key of (workflows) [/]");
    is("<|>", "key of ()|value of  [/]");
    is("wo<|>", "key of ()|value of  [wo/wo]");
    is(
        &format!("{top}    'en<|>v': x\n"),
        "key of workflows.ios(name) [en/env]",
    );
}

#[test]
fn items_may_be_keys_or_values() {
    let top = "a:\n  scripts:\n    - name: A\n";
    is(
        &format!("{top}      sc<|>"),
        "key of a.scripts[0](name) [sc/sc]",
    );
    is(
        &format!("{top}    - sc<|>"),
        "key of a.scripts[1]()|value of a.scripts[1] [sc/sc]",
    );
    is(
        &format!("{top}    - <|>\n"),
        "key of a.scripts[1]()|value of a.scripts[1] [/]",
    );
    is(
        &format!("{top}    -<|>\n"),
        "key of a.scripts[1]()|value of a.scripts[1] [/]",
    );
    is(
        &format!("{top}    <|>"),
        "key of a.scripts[1]()|value of a.scripts[1] [/]",
    );
    is(
        &format!("{top}    - 'a <|>b'\n"),
        "key of a.scripts[1]()|value of a.scripts[1] [a /a b]",
    );
    let (_, found) = cursor(&format!("{top}    <|>"));
    assert!(found.lead.dash);
    is("a:\n- <|>\n- x\n", "key of a[0]()|value of a[0] [/]");
}

#[test]
fn values_belong_to_their_key() {
    is("a:\n  b: x<|>y\n  c: 1\n", "value of a.b [x/xy]");
    is("a:\n  b: <|>\n", "value of a.b [/]");
    is("a:\n  b:<|>\n", "value of a.b [/]");
    is("a:\n  b: \"x<|>y\" # c\n", "value of a.b [x/xy]");
    is("a:\n  b: \"x<|>\n  c: 1\n", "value of a.b [x/x]");
    is("a:\n  b: \"x\" <|>\n", "nothing [/]");
    is("a:\n  b: &c x y<|>\n", "value of a.b [x y/x y]");
    is("a:\n  b: &c<|>\n", "anchor [c/c]");
    is("a:\n  - b: *c<|>\n", "value of a[0].b [*c/*c]");
    is("a:\n  <<: *<|>\n  c: 1\n", "value of a.<< [*/*]");
    is("a: |<|>\n  b\n", "nothing [/]");
    is("a:\n  b:\n    <|>\n", "key of a.b()|value of a.b [/]");
}

#[test]
fn brackets_may_be_open() {
    is("a:\n  b: [x, y<|>]\n", "value of a.b[1] [y/y]");
    is("a:\n  b: [<|>\n  c: 1\n", "value of a.b[0] [/]");
    is("a:\n  b: {x: 1, y<|>}\n", "key of a.b(x) [y/y]");
    is("a:\n  b: {x: v<|>w, y: 2}\n", "value of a.b.x [v/vw]");
    is("a:\n  b: [x,\n    y<|>\n  ]\n", "value of a.b[1] [y/y]");
    is("a:\n  b: {\n    x: 1,\n    <|>\n  }\n", "key of a.b(x) [/]");
    is("a: [x, \"y<|>z\"]\n", "value of a[1] [y/yz]");
    is("a: [x]<|>\n", "nothing [/]");
}

#[test]
fn scripts_and_comments_are_known() {
    let script = "a:\n  - script: |\n      echo b: $C<|>\n\n      d\n";
    is(
        script,
        "text of a[0].script [      echo b: $C/      echo b: $C]",
    );
    is(
        "a:\n  - script: |\n      echo\n<|>\n      d\n",
        "text of a[0].script [/]",
    );
    is(
        "a:\n  - script: |\n      echo\n      <|>\n",
        "text of a[0].script [      /      ]",
    );
    is(
        "a:\n  - script: |\n      echo\n    <|>\n",
        "key of a[0](script) [/]",
    );
    is(
        "a:\n  - >-\n    echo <|>\n",
        "text of a[0] [    echo /    echo ]",
    );
    is("a: 1 # x<|>y\n", "comment [# x/# xy]");
    is("a: '# x<|>y'\n", "value of a [# x/# xy]");
}

#[test]
fn what_follows_stays_where_it_is() {
    let text = "a:\n  b: 1\n<|>\n  c: 2\n";
    is(text, "key of a(b,c) [/]");
    assert_eq!(cursor(text).1.lead.blanks, 2);
    is("a:\n  <|>\n    c: 2\n", "key of a(c) [/]");
    is("a:\n  b: 1\n     <|>\n", "key of a(b) [   /   ]");
}

#[test]
fn damage_elsewhere_does_not_matter() {
    is(
        "x: *\na:\n  b: 1\n  c<|>\n  d: [\ne: 1\n",
        "key of a(b,d) [c/c]",
    );
    is("a:\n  b\n  c: 1\n  d<|>\n", "key of a(c) [d/d]");
}

#[test]
fn keys_that_merges_bring_are_there() {
    is("x: &x\n  p: 1\na:\n  <<: *x\n  q<|>\n", "key of a(p) [q/q]");
}

#[test]
fn shapes_come_from_the_place() {
    let (_, found) = cursor("workflows:\n  a:\n    environment:\n      <|>\n");
    let Place::Node { mapping, .. } = found.place else {
        panic!("{:?}", found.place)
    };
    assert_eq!(
        shape_at(&found.tree, mapping.unwrap())
            .unwrap()
            .section()
            .unwrap()
            .name,
        "Environment"
    );
}

#[test]
fn every_place_of_any_text_has_an_answer() {
    let texts = [
        "a: [b, {c: \"d\n- 'e\r\n\t- f:\n",
        "- - &a b: *c\n ? x\n: y\n---\n...\n",
        "日: 'é'\n- 𝄞: |\n  é\n # é\n",
        "a:\n  b: |\n\n\n    x\n\n  c: >2\n      y\n",
    ];
    for text in texts {
        for offset in 0..=text.len() + 1 {
            let source = SourceFile::new("f", text);
            let found = Cursor::at(&source, offset);
            assert!(
                source.text().is_char_boundary(found.word.start()),
                "{text} {offset}"
            );
            assert!(
                source.text().is_char_boundary(found.word.end()),
                "{text} {offset}"
            );
            assert!(
                found.word.contains(found.typed),
                "{text} {offset} {found:?}"
            );
        }
    }
}
