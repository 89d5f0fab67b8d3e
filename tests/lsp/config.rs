//! What is configured, in files and in the editor.

use serde_json::{Value, json};

use crate::client::Client;
use crate::messages::{Folder, NAMELESS, codes};

fn never() -> Value {
    json!({ "shellcheck": "never" })
}

fn touched(client: &Client) {
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
}

/// Waits for diagnostics that come unasked.
fn published(client: &mut Client, uri: &str) -> Value {
    client.wait_for("textDocument/publishDiagnostics", |it| it["uri"] == uri)["diagnostics"].take()
}

#[test]
fn a_configuration_counts_and_is_read_again() {
    let folder = Folder::new(&[("codemagic-lint.toml", "ignore = [\"workflow-name\"]\n")]);
    let uri = folder.uri("codemagic.yaml");
    let mut client = Client::in_folder(folder.path(), never(), json!({}));
    client.open_as(&uri, NAMELESS);
    assert_eq!(published(&mut client, &uri), json!([]));
    folder.write(
        "codemagic-lint.toml",
        "severity.workflow-name = \"error\"\n",
    );
    touched(&client);
    assert_eq!(published(&mut client, &uri)[0]["severity"], 1);
    folder.write("codemagic-lint.toml", "exclude = [\"codemagic.yaml\"]\n");
    touched(&client);
    assert_eq!(published(&mut client, &uri), json!([]));
}

#[test]
fn a_mistake_in_a_configuration_is_shown_where_it_is() {
    let folder = Folder::new(&[("codemagic-lint.toml", "# ä\nselect = [\"styl\"]\n")]);
    let (uri, config) = (
        folder.uri("codemagic.yaml"),
        folder.uri("codemagic-lint.toml"),
    );
    let mut client = Client::in_folder(folder.path(), never(), json!({}));
    client.open_as(&uri, NAMELESS);
    // The defaults count.
    assert_eq!(codes(&published(&mut client, &uri)), ["workflow-name"]);
    let marks = published(&mut client, &config);
    assert_eq!(
        marks[0]["range"]["start"],
        json!({ "line": 1, "character": 10 })
    );
    let shown = client.wait_for("window/showMessage", |_| true);
    let message = shown["message"].as_str().unwrap();
    assert!(
        message.contains("codemagic-lint.toml:2:11: `styl`"),
        "{message}"
    );

    // Said once, however often it is checked.
    client.change(&uri, json!([{ "text": NAMELESS }]));
    client.diagnostics(&uri);
    client.text(&uri);
    assert_eq!(client.count("window/showMessage"), 0);

    folder.write("codemagic-lint.toml", "select = [\"style\"]\n");
    touched(&client);
    assert_eq!(published(&mut client, &config), json!([]));
}

#[test]
fn settings_of_the_editor_beat_files() {
    let folder = Folder::new(&[
        ("codemagic-lint.toml", "ignore = [\"workflow-name\"]\n"),
        ("other.toml", "severity.workflow-name = \"warning\"\n"),
    ]);
    let uri = folder.uri("codemagic.yaml");
    let options = json!({ "shellcheck": "never", "config": "other.toml" });
    let mut client = Client::in_folder(folder.path(), options, json!({}));
    client.open_as(&uri, NAMELESS);
    assert_eq!(published(&mut client, &uri)[0]["severity"], 2);
    let ignoring = json!({ "shellcheck": "never", "ignore": ["style"] });
    client.tell(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "codemagic-lint": ignoring } }),
    );
    assert_eq!(published(&mut client, &uri), json!([]));
}

#[test]
fn settings_are_asked_for_where_they_can_be() {
    let folder = Folder::new(&[]);
    let uri = folder.uri("codemagic.yaml");
    let able = json!({ "workspace": {
        "configuration": true,
        "didChangeConfiguration": { "dynamicRegistration": true },
        "didChangeWatchedFiles": { "dynamicRegistration": true },
    } });
    let mut client = Client::in_folder(folder.path(), never(), able);
    let asked = client.grant("client/registerCapability", Value::Null);
    let methods: Vec<_> = asked["registrations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["method"])
        .collect();
    assert_eq!(
        methods,
        [
            "workspace/didChangeWatchedFiles",
            "workspace/didChangeConfiguration"
        ]
    );
    client.grant("workspace/configuration", json!([null]));
    client.open_as(&uri, NAMELESS);
    assert_eq!(codes(&published(&mut client, &uri)), ["workflow-name"]);
    client.tell(
        "workspace/didChangeConfiguration",
        json!({ "settings": null }),
    );
    let ignoring = json!({ "shellcheck": "never", "ignore": ["workflow-name"] });
    let asked = client.grant("workspace/configuration", json!([ignoring]));
    assert_eq!(asked["items"], json!([{ "section": "codemagic-lint" }]));
    assert_eq!(published(&mut client, &uri), json!([]));
}

#[test]
fn what_cannot_be_used_is_told() {
    let folder = Folder::new(&[("broken.json", "{")]);
    let uri = folder.uri("codemagic.yaml");
    let options = json!({
        "shellcheck": "never", "schema": "broken.json", "baseline": "none.json", "selct": 1,
    });
    let mut client = Client::in_folder(folder.path(), options, json!({}));
    client.open_as(&uri, NAMELESS);
    for expected in [
        "`codemagic-lint.selct` is no setting",
        "no schema is used: `broken.json`",
        "no baseline is used:",
    ] {
        client.wait_for("window/showMessage", |it| {
            it["message"].as_str().unwrap().contains(expected)
        });
    }
}

#[test]
fn accepted_findings_are_not_shown() {
    let folder = Folder::new(&[("codemagic.yaml", NAMELESS)]);
    let uri = folder.uri("codemagic.yaml");
    let written = assert_cmd::Command::new(env!("CARGO_BIN_EXE_codemagic-lint"))
        .args([
            "check",
            "--write-baseline",
            "--baseline",
            "accepted.json",
            "--shellcheck",
            "never",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(written.status.code(), Some(0), "{written:?}");
    let options = json!({ "shellcheck": "never", "baseline": "accepted.json" });
    let mut client = Client::in_folder(folder.path(), options, json!({}));
    client.open_as(&uri, NAMELESS);
    assert_eq!(published(&mut client, &uri), json!([]));
}
