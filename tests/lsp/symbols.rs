//! `textDocument/documentSymbol` and `workspace/symbol`

use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::editing::{NAMES, samples, slice, span};

fn with_levels() -> Client {
    let symbols = json!({ "hierarchicalDocumentSymbolSupport": true });
    let capabilities = json!({ "textDocument": { "documentSymbol": symbols } });
    Client::start_with(json!({ "capabilities": capabilities }))
}

fn ask(client: &mut Client) -> Value {
    let params = json!({ "textDocument": { "uri": URI } });
    client.ask("textDocument/documentSymbol", params)
}

fn lines(symbols: &Value, depth: usize, found: &mut Vec<String>) {
    for symbol in symbols.as_array().unwrap() {
        let detail = symbol["detail"].as_str().unwrap_or_default();
        let name = symbol["name"].as_str().unwrap();
        let line = format!("{}{name} {} {detail}", "  ".repeat(depth), symbol["kind"]);
        found.push(line.trim_end().to_owned());
        lines(&symbol["children"], depth + 1, found);
    }
}

#[test]
fn the_outline_shows_what_a_file_consists_of() {
    let mut client = with_levels();
    client.open(NAMES);
    let mut found = Vec::new();
    lines(&ask(&mut client), 0, &mut found);
    let expected = "\
definitions 3
  vars 23 &vars
    SHARED 14
  step 23 &step
    name 14
    script 14
workflows 3
  ios 5 &ios
    inputs 23
      kind 13
    environment 23
      vars 23
        << 13 *vars
        OWN 13
    when 23
      condition 7
    scripts 18
      Über 𝄞 12 *step
      export OWN=\"${OWN}-1\" 12
      echo $NEW 12
    publishing 23
      email 11
  android 5
    inputs 23
      kind 13
      other 13
    environment 23
      vars 23
        << 13 *vars
        OWN 13
    scripts 18
      Über 𝄞 12 *step
      echo $OWN ${{ inputs.other }} 12";
    assert_eq!(found, expected.lines().collect::<Vec<_>>());
}

#[test]
fn a_workflow_and_a_step_are_called_by_their_names() {
    let mut client = with_levels();
    client.open("workflows:\n  ios:\n    name: iOS release\n    scripts:\n      - script: ls\n        name: List\n      - script: |\n          \n          pwd\n");
    let symbols = ask(&mut client);
    let workflow = &symbols[0]["children"][0];
    assert_eq!(
        (&workflow["name"], &workflow["detail"]),
        (&json!("ios"), &json!("iOS release"))
    );
    let steps = &workflow["children"][1]["children"];
    assert_eq!(
        (&steps[0]["name"], &steps[1]["name"]),
        (&json!("List"), &json!("pwd"))
    );
}

#[test]
fn an_editor_without_levels_gets_a_list() {
    let mut client = Client::start();
    client.open(NAMES);
    let symbols = ask(&mut client);
    let own = symbols
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["name"] == "OWN")
        .unwrap();
    assert_eq!(own["containerName"], "vars");
    assert_eq!(slice(NAMES, &own["location"]["range"]), "OWN: two");
}

#[test]
fn symbols_of_open_documents_are_found_by_their_letters() {
    let mut client = Client::start();
    client.open(NAMES);
    client.open_as(
        "untitled:/b/codemagic.yaml",
        "workflows:\n  nightly:\n    scripts:\n      - ls\n",
    );
    let mut find = |query: &str| {
        let found = client.ask("workspace/symbol", json!({ "query": query }));
        let found = found.as_array().unwrap().iter();
        found
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(find("nghtl"), ["nightly"]);
    assert_eq!(find("ANDR"), ["android"]);
    assert_eq!(
        find("own"),
        [
            "OWN",
            "export OWN=\"${OWN}-1\"",
            "OWN",
            "echo $OWN ${{ inputs.other }}"
        ]
    );
}

fn check(symbols: &Value, around: std::ops::Range<usize>, text: &str) {
    for symbol in symbols.as_array().unwrap() {
        let whole = span(text, &symbol["range"]);
        let selection = span(text, &symbol["selectionRange"]);
        assert!(
            around.start <= whole.start && whole.end <= around.end,
            "{symbol} in {text:?}"
        );
        let is_inside = whole.start <= selection.start && selection.end <= whole.end;
        assert!(is_inside, "{symbol} in {text:?}");
        assert!(!symbol["name"].as_str().unwrap().is_empty());
        check(&symbol["children"], whole, text);
    }
}

#[test]
fn what_is_inside_lies_inside() {
    let mut client = with_levels();
    for text in samples() {
        client.open(&text);
        check(&ask(&mut client), 0..text.len(), &text);
    }
}
