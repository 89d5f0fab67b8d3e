//! How often something is checked. Counted by what the server says that it did.

use serde_json::{Value, json};

use crate::client::Client;
use crate::messages::{Folder, NAMELESS, request};

const CLOSED: &str = "check of a closed file: ";
const OPEN: &str = "check: ";

fn client(folder: &Folder, capabilities: Value) -> Client {
    let options = json!({ "shellcheck": "never" });
    let client = Client::in_folder(folder.path(), options, capabilities);
    client.tell("$/setTrace", json!({ "value": "verbose" }));
    client
}

fn pulling() -> Value {
    json!({ "textDocument": { "diagnostic": {} } })
}

/// Takes what was said of checks since the last call.
fn checks(client: &mut Client, what: &str) -> usize {
    let told = client.take("$/logTrace");
    let is_it = |params: &&Value| params["message"].as_str().unwrap().starts_with(what);
    told.iter().filter(is_it).count()
}

fn files(count: usize) -> Folder {
    let folder = Folder::new(&[]);
    for number in 0..count {
        folder.write(&format!("{number:03}/codemagic.yaml"), NAMELESS);
    }
    folder
}

fn ids(items: &Value) -> Value {
    let items = items.as_array().unwrap().iter();
    items
        .map(|it| json!({ "uri": it["uri"], "value": it["resultId"] }))
        .collect()
}

#[test]
fn closed_files_are_checked_once_until_they_change() {
    let folder = files(20);
    let uri = folder.uri("000/codemagic.yaml");
    let mut client = client(&folder, pulling());
    client.open_as(&uri, NAMELESS);
    let params = |ids| json!({ "previousResultIds": ids, "partialResultToken": "t" });
    let first = client.ask("workspace/diagnostic", params(json!([])));
    let previous = ids(&first["items"]);
    assert_eq!(previous.as_array().unwrap().len(), 20);
    assert_eq!(checks(&mut client, CLOSED), 19);

    // Held back, and looked at again with every key.
    client.send(request(
        100,
        "workspace/diagnostic",
        params(previous.clone()),
    ));
    for _ in 0..5 {
        client.change(&uri, json!([{ "text": NAMELESS }]));
        client.text(&uri);
    }
    assert_eq!(checks(&mut client, CLOSED), 0);
    let text = NAMELESS.replace("ios", "android");
    folder.write("007/codemagic.yaml", &text);
    let changed = json!({ "uri": folder.uri("007/codemagic.yaml"), "type": 2 });
    client.tell(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [changed] }),
    );
    let report = client.response(100).response_result.unwrap();
    let items = report["items"].as_array().unwrap().iter();
    let full: Vec<_> = items.filter(|it| it["kind"] == "full").collect();
    assert_eq!(full.len(), 1, "{report}");
    assert_eq!(full[0]["uri"], changed["uri"]);
    assert_eq!(checks(&mut client, CLOSED), 1);

    // Nobody told of this one, but it is another file now.
    folder.write("008/codemagic.yaml", &(text + "# longer\n"));
    client.ask("workspace/diagnostic", params(json!([])));
    assert_eq!(checks(&mut client, CLOSED), 1);
}

#[test]
fn requests_are_answered_while_closed_files_are_checked() {
    let folder = files(20);
    let mut client = client(&folder, pulling());
    let params = json!({ "previousResultIds": [] });
    client.send(request(100, "workspace/diagnostic", params));
    client.send(request(101, "workspace/symbol", json!({ "query": "x" })));
    client.response(101).response_result.unwrap();
    assert!(checks(&mut client, CLOSED) < 20);
    let report = client.response(100).response_result.unwrap();
    assert_eq!(report["items"].as_array().unwrap().len(), 20);
}

#[test]
fn only_what_a_change_concerns_is_checked() {
    let folder = Folder::new(&[("a/.git/HEAD", ""), ("b/.git/HEAD", "")]);
    let uris = ["a/codemagic.yaml", "b/codemagic.yaml"].map(|name| folder.uri(name));
    let mut client = client(&folder, json!({}));
    for uri in &uris {
        client.open_as(uri, NAMELESS);
        client.diagnostics(uri);
    }
    assert_eq!(checks(&mut client, OPEN), 2);
    let settle = |client: &mut Client| {
        for uri in &uris {
            let params = json!({ "textDocument": { "uri": uri } });
            client.ask("textDocument/foldingRange", params);
        }
        checks(client, OPEN)
    };
    let saved = json!({ "textDocument": { "uri": uris[0] } });
    client.tell("textDocument/didSave", saved);
    // The echo of the same.
    let events = |uri: &str| json!({ "changes": [{ "uri": uri, "type": 2 }] });
    client.tell("workspace/didChangeWatchedFiles", events(&uris[0]));
    assert_eq!(settle(&mut client), 1);
    client.tell(
        "workspace/didChangeWatchedFiles",
        events(&folder.uri("b/pubspec.yaml")),
    );
    assert_eq!(settle(&mut client), 1);
    client.tell(
        "workspace/didChangeWatchedFiles",
        events(&folder.uri("codemagic-lint.toml")),
    );
    assert_eq!(settle(&mut client), 2);
    // Nothing of all that is news.
    client.text(&uris[0]);
    assert_eq!(client.count("textDocument/publishDiagnostics"), 0);
}

#[test]
fn a_broken_configuration_is_told_once_for_all_that_it_concerns() {
    let folder = Folder::new(&[("n/codemagic-lint.toml", "select = [\"styl\"]\n")]);
    let names = ["codemagic.yaml", "n/codemagic.yaml", "n/m/codemagic.yaml"];
    let uris = names.map(|name| folder.uri(name));
    let mut client = client(&folder, json!({}));
    for uri in &uris {
        client.open_as(uri, NAMELESS);
        client.diagnostics(uri);
    }
    let config = folder.uri("n/codemagic-lint.toml");
    let marks = |client: &mut Client| {
        let told = client.take("textDocument/publishDiagnostics");
        let marks = told.iter().filter(|it| it["uri"] == config);
        marks
            .map(|it| it["diagnostics"].as_array().unwrap().len())
            .collect::<Vec<_>>()
    };
    client.text(&uris[0]);
    assert_eq!(marks(&mut client), [1]);
    assert_eq!(client.take("window/showMessage").len(), 1);
    for uri in [&uris[0], &uris[1], &uris[0]] {
        let saved = json!({ "textDocument": { "uri": uri } });
        client.tell("textDocument/didSave", saved);
        let params = json!({ "textDocument": { "uri": uri } });
        client.ask("textDocument/foldingRange", params);
        client.text(uri);
    }
    assert_eq!(marks(&mut client), [0; 0]);
    assert_eq!(client.take("window/showMessage").len(), 0);
    // With the last document that it concerns the mark goes.
    let close = |client: &mut Client, uri: &str| {
        let closed = json!({ "textDocument": { "uri": uri } });
        client.tell("textDocument/didClose", closed);
        client.text(&uris[0]);
    };
    close(&mut client, &uris[1]);
    assert_eq!(marks(&mut client), [0; 0]);
    close(&mut client, &uris[2]);
    assert_eq!(marks(&mut client), [0]);
}

#[test]
fn an_editor_is_offered_what_it_can_do() {
    let plain = Client::start();
    assert_eq!(plain.capabilities["renameProvider"], true);
    assert_eq!(plain.capabilities["codeActionProvider"], Value::Null);
    let literal = json!({ "codeActionKind": { "valueSet": [] } });
    let able = Client::able(json!({ "textDocument": {
        "rename": { "prepareSupport": true },
        "codeAction": { "codeActionLiteralSupport": literal },
    } }));
    assert_eq!(able.capabilities["renameProvider"]["prepareProvider"], true);
    assert!(able.capabilities["codeActionProvider"]["codeActionKinds"].is_array());
}
