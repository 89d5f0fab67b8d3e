//! No place of any text is too odd to be asked about.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::editing::{HOSTILE, NAMES, at};
use crate::support::damage::damaged;

/// Requests about a place of which none may fail but `rename`.
const REQUESTS: [&str; 7] = [
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/linkedEditingRange",
    "textDocument/prepareRename",
    "textDocument/rename",
];

/// Asks everything about a place of the open text.
fn ask_all(client: &mut Client, text: &str, place: usize) {
    let place = at(text, place);
    for method in REQUESTS {
        let mut params = place.clone();
        params["context"] = json!({ "includeDeclaration": false });
        params["newName"] = json!("other");
        let response = client.request(method, params);
        let may_refuse = method.ends_with("ename");
        assert!(
            response.response_result.is_ok() || may_refuse,
            "{method} in {text:?}"
        );
    }
    let document = json!({ "uri": URI });
    let range = json!({ "start": place["position"], "end": place["position"] });
    let context = json!({ "diagnostics": [] });
    let params = json!({ "textDocument": document, "range": range, "context": context });
    client.ask("textDocument/codeAction", params);
    let params = json!({ "textDocument": document, "positions": [place["position"]] });
    client.ask("textDocument/selectionRange", params);
}

/// Asks everything about a text as a whole.
fn ask_about(client: &mut Client) {
    let params = json!({ "textDocument": { "uri": URI } });
    for method in ["textDocument/documentSymbol", "textDocument/foldingRange"] {
        client.ask(method, params.clone());
    }
    client.ask("workspace/symbol", json!({ "query": "a" }));
}

fn start(encoding: &str) -> Client {
    Client::start_with(json!({
        "initializationOptions": { "shellcheck": "never" },
        "capabilities": { "general": { "positionEncodings": [encoding] } },
    }))
}

#[test]
fn every_place_of_odd_texts_can_be_asked_about() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = start(encoding);
        for text in HOSTILE {
            client.open(text);
            ask_about(&mut client);
            let places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            // Columns are counted in UTF-16 here, whatever the server takes them for:
            // some are then past the end of their line, or inside of a character.
            places.for_each(|place| ask_all(&mut client, text, place));
        }
    }
}

#[test]
fn every_beginning_of_a_text_can_be_asked_about() {
    let mut client = start("utf-16");
    for (end, _) in NAMES.char_indices().step_by(5) {
        let text = &NAMES[..end];
        client.open(text);
        ask_about(&mut client);
        ask_all(&mut client, text, end);
        let earlier = text.char_indices().map(|(at, _)| at).nth(end * 2 / 3);
        ask_all(&mut client, text, earlier.unwrap_or(0));
    }
}

#[test]
fn places_that_are_not_there_are_the_nearest() {
    let mut client = start("utf-16");
    client.open("a: &x 1\nb: *x");
    let position = json!({ "line": 9, "character": 9 });
    let params = json!({ "textDocument": { "uri": URI }, "position": position });
    let found = client.ask("textDocument/documentHighlight", params);
    assert_eq!(found.as_array().map(Vec::len), Some(2));
    let elsewhere =
        json!({ "textDocument": { "uri": "untitled:other.yaml" }, "position": position });
    assert_eq!(
        client.ask("textDocument/definition", elsewhere.clone()),
        Value::Null
    );
    assert_eq!(
        client.ask("textDocument/prepareRename", elsewhere),
        Value::Null
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn damaged_files_can_be_asked_about(
        bytes in damaged(),
        places in prop::collection::vec(any::<prop::sample::Index>(), 4),
    ) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut client = start("utf-16");
        client.open(&text);
        ask_about(&mut client);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for place in places {
            ask_all(&mut client, &text, starts[place.index(starts.len())]);
        }
    }
}
