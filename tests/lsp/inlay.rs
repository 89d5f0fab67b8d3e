//! `textDocument/inlayHint`

use serde_json::{Value, json};

use crate::client::{Client, URI};

/// The hints of a text, each with its line.
fn hints(text: &str) -> Vec<(u64, String)> {
    hints_of_lines(text, 0, 10_000)
}

fn hints_of_lines(text: &str, first: u64, last: u64) -> Vec<(u64, String)> {
    let mut client = Client::start();
    client.open(text);
    let range = json!({
        "start": { "line": first, "character": 0 }, "end": { "line": last, "character": 0 },
    });
    let params = json!({ "textDocument": { "uri": URI }, "range": range });
    let hints = client.ask("textDocument/inlayHint", params);
    let hint = |hint: &Value| {
        let label = hint["label"][0]["value"].as_str().unwrap().to_owned();
        (hint["position"]["line"].as_u64().unwrap(), label)
    };
    hints.as_array().unwrap().iter().map(hint).collect()
}

const MERGES: &str = "\
version: &version '16.4'
base: &base
  xcode: *version
  flutter: stable
  vars:
    A: b
workflows:
  ios:
    environment:
      <<: *base
      flutter: beta
";

#[test]
fn a_merge_shows_what_it_brings_and_an_alias_its_value() {
    let expected = [(2, "= 16.4"), (9, "xcode: 16.4, vars: {…}")];
    let expected = expected.map(|(line, text)| (line, text.to_owned()));
    assert_eq!(hints(MERGES), expected);
}

#[test]
fn only_the_lines_that_are_asked_for_have_hints() {
    assert_eq!(hints_of_lines(MERGES, 5, 20).len(), 1);
    assert_eq!(hints_of_lines(MERGES, 3, 5), []);
}

#[test]
fn long_merges_are_cut() {
    let keys: Vec<String> = (0..50).map(|i| format!("  key{i}: value{i}\n")).collect();
    let keys = keys.concat();
    let text = format!("base: &base\n{keys}other:\n  <<: *base\n");
    let hints = hints(&text);
    assert_eq!(hints.len(), 1);
    assert!(hints[0].1.ends_with(", …") && hints[0].1.chars().count() <= 63);
}

#[test]
fn lists_of_merges_and_lone_aliases_have_their_own() {
    let text = "a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc:\n  <<: [*a, *b]\nd: *a\ne: *nothing\n";
    let expected = [(3, "x: 1".to_owned()), (3, "y: 3".to_owned())];
    assert_eq!(hints(text), expected);
}

#[test]
fn secrets_are_not_in_hints() {
    let text = "
secret: &secret hunter2hunter2
workflows:
  ios:
    environment: &environment
      vars: &vars
        KEYSTORE_PASSWORD: *secret
        TOKEN: 9f86d081884c7d659a2f0b
  other:
    environment:
      vars:
        <<: *vars
";
    let hints = hints(text);
    assert_eq!(hints.len(), 1, "{hints:?}");
    assert_eq!(hints[0].1, "KEYSTORE_PASSWORD: ***, TOKEN: ***");
}
