//! Diagnostics that an editor asks for.

use codemagic_lint::lsp::End;
use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::messages::{Folder, NAMELESS, codes, request};

const GOOD: &str = "workflows:\n  ios:\n    name: iOS\n    scripts:\n      - script: make\n";

fn pulling() -> Value {
    json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    })
}

fn never() -> Value {
    json!({ "shellcheck": "never" })
}

fn ask(client: &mut Client, uri: &str, previous: &Value) -> Value {
    client.ask(
        "textDocument/diagnostic",
        json!({ "textDocument": { "uri": uri }, "previousResultId": previous }),
    )
}

#[test]
fn an_editor_that_asks_is_not_sent_the_same_unasked() {
    let mut client = Client::able(pulling());
    assert_eq!(
        client.capabilities["diagnosticProvider"]["workspaceDiagnostics"],
        true
    );
    client.open(NAMELESS);
    let report = ask(&mut client, URI, &Value::Null);
    assert_eq!(report["kind"], "full");
    assert_eq!(codes(&report["items"]), ["workflow-name"]);
    // The answer to this comes after whatever would have been sent.
    client.text(URI);
    assert_eq!(client.count("textDocument/publishDiagnostics"), 0);
    assert_eq!(
        Client::start().capabilities["diagnosticProvider"],
        Value::Null
    );
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let mut client = Client::able(pulling());
    client.open(NAMELESS);
    let first = ask(&mut client, URI, &Value::Null)["resultId"].take();
    let same = ask(&mut client, URI, &first);
    assert_eq!(same, json!({ "kind": "unchanged", "resultId": first }));
    client.change(URI, json!([{ "text": GOOD }]));
    let other = ask(&mut client, URI, &first);
    assert_eq!(other["kind"], "full");
    assert_ne!(other["resultId"], first);
    let none = ask(&mut client, "file:///a/other.yaml", &Value::Null);
    assert_eq!(
        (&none["kind"], &none["items"]),
        (&json!("full"), &json!([]))
    );
}

fn all(client: &mut Client, previous: &Value) -> Value {
    let params = json!({ "previousResultIds": previous });
    client.ask("workspace/diagnostic", params)["items"].take()
}

fn ids(items: &Value) -> Value {
    let items = items.as_array().unwrap().iter();
    items
        .map(|it| json!({ "uri": it["uri"], "value": it["resultId"] }))
        .collect()
}

#[test]
fn the_workspace_is_what_lies_on_disk_and_what_is_open() {
    let folder = Folder::new(&[
        ("codemagic.yaml", NAMELESS),
        ("b/codemagic.yaml", GOOD),
        ("c/codemagic.yaml", "a: ["),
        ("ignored/codemagic.yaml", NAMELESS),
        (".gitignore", "ignored\n"),
    ]);
    let mut client = Client::in_folder(folder.path(), never(), pulling());
    client.open_as(&folder.uri("b/codemagic.yaml"), NAMELESS);
    let items = all(&mut client, &json!([]));
    let names: Vec<_> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["uri"])
        .collect();
    let expected = ["b/codemagic.yaml", "c/codemagic.yaml", "codemagic.yaml"];
    assert_eq!(names, expected.map(|name| folder.uri(name)).each_ref());
    assert_eq!(codes(&items[0]["items"]), ["workflow-name"]);
    assert_eq!(items[0]["version"], 1);
    assert_eq!(items[1]["version"], Value::Null);

    let previous = ids(&items);
    let items = all(&mut client, &previous);
    assert!(
        items
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["kind"] == "unchanged"),
        "{items}"
    );

    std::fs::remove_file(folder.file("c/codemagic.yaml")).unwrap();
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.grant("workspace/diagnostic/refresh", Value::Null);
    let items = all(&mut client, &previous);
    let full: Vec<_> = items
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["kind"] == "full")
        .collect();
    assert_eq!(full.len(), 1, "{items}");
    assert_eq!(full[0]["uri"], folder.uri("c/codemagic.yaml"));
    assert_eq!(full[0]["items"], json!([]));
}

#[test]
fn folders_come_and_go() {
    let (a, b) = (
        Folder::new(&[("codemagic.yaml", GOOD)]),
        Folder::new(&[("codemagic.yaml", GOOD)]),
    );
    let mut client = Client::in_folder(a.path(), never(), pulling());
    assert_eq!(all(&mut client, &json!([])).as_array().unwrap().len(), 1);
    client.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": {
            "added": [{ "uri": crate::client::file_uri(b.path()), "name": "b" }],
            "removed": [{ "uri": crate::client::file_uri(a.path()), "name": "a" }],
        } }),
    );
    let items = all(&mut client, &json!([]));
    assert_eq!(items[0]["uri"], b.uri("codemagic.yaml"));
    assert_eq!(items.as_array().unwrap().len(), 1);
}

#[test]
fn an_editor_that_waits_is_answered_when_there_is_news() {
    let folder = Folder::new(&[("codemagic.yaml", GOOD)]);
    let uri = folder.uri("codemagic.yaml");
    let mut client = Client::in_folder(folder.path(), never(), pulling());
    client.open_as(&uri, GOOD);
    let previous = ids(&all(&mut client, &json!([])));
    let waiting = json!({ "previousResultIds": previous, "partialResultToken": "t" });
    client.send(request(100, "workspace/diagnostic", waiting.clone()));
    client.change(&uri, json!([{ "text": NAMELESS }]));
    let report = client.response(100).response_result.unwrap();
    assert_eq!(codes(&report["items"][0]["items"]), ["workflow-name"]);

    client.change(&uri, json!([{ "text": GOOD }]));
    client.text(&uri);
    client.send(request(101, "workspace/diagnostic", waiting.clone()));
    client.text(&uri);
    client.tell("$/cancelRequest", json!({ "id": 101 }));
    let error = client.response(101).response_result.unwrap_err();
    assert_eq!(error.code, -32800);

    client.send(request(102, "workspace/diagnostic", waiting));
    client.ask("shutdown", Value::Null);
    let error = client.response(102).response_result.unwrap_err();
    assert_eq!(
        (error.code, &error.data.unwrap()["retriggerRequest"]),
        (-32802, &json!(false))
    );
    client.tell("exit", Value::Null);
    assert_eq!(client.end(), End::Orderly);
}
