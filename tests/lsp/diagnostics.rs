//! What a diagnostic tells, by what an editor can show.

use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::messages::{NAMELESS, codes};

/// A defect that two workflows share, something deprecated, something unused.
const TEXT: &str = "definitions:\n  env: &env\n    xcode: latest\n    xcode: edge\n  \
                    nobody: &nobody 1\nworkflows:\n  a:\n    name: ä🚀\n    environment: *env\n    \
                    scripts: [{script: make}]\n  b:\n    name: B\n    environment: *env\n    \
                    scripts: [{script: make}]\n";

fn full() -> Value {
    json!({ "textDocument": { "publishDiagnostics": {
        "relatedInformation": true,
        "codeDescriptionSupport": true,
        "dataSupport": true,
        "tagSupport": { "valueSet": [1, 2] },
        "versionSupport": true,
    } } })
}

fn of<'d>(diagnostics: &'d Value, code: &str) -> &'d Value {
    let all = diagnostics.as_array().unwrap();
    let found = all.iter().find(|it| it["code"] == code);
    found.unwrap_or_else(|| panic!("{code}: {diagnostics:#}"))
}

#[test]
fn an_editor_that_shows_everything_is_told_everything() {
    let mut client = Client::able(full());
    client.open(TEXT);
    let diagnostics = client.diagnostics(URI);
    let duplicate = of(&diagnostics, "duplicate-key");
    assert_eq!(duplicate["source"], "codemagic-lint");
    assert_eq!(duplicate["severity"], 1);
    let href = duplicate["codeDescription"]["href"].as_str().unwrap();
    assert!(href.ends_with("/duplicate-key.md"), "{href}");
    let related = duplicate["relatedInformation"].as_array().unwrap();
    assert!(related.iter().all(|it| it["location"]["uri"] == URI));
    assert!(related.len() >= 2, "{related:?}");
    assert!(
        !duplicate["data"]["fingerprint"]
            .as_str()
            .unwrap()
            .is_empty()
    );
    assert_eq!(of(&diagnostics, "unused-anchor")["tags"], json!([1]));
}

#[test]
fn an_editor_that_shows_little_is_told_it_in_words() {
    let mut client = Client::start();
    client.open(TEXT);
    let diagnostics = client.diagnostics(URI);
    let duplicate = of(&diagnostics, "duplicate-key");
    for absent in ["relatedInformation", "codeDescription", "data", "tags"] {
        assert_eq!(duplicate[absent], Value::Null, "{absent}");
    }
    let message = duplicate["message"].as_str().unwrap();
    assert!(message.contains("\nline 9: "), "{message}");
}

#[test]
fn a_diagnostic_stays_on_one_line() {
    let mut client = Client::start();
    let scripts = "      - script: make\n".repeat(20);
    client.open(&format!("workflows:\n  a:\n    name: A\n    scripts: &s\n{scripts}  b:\n    name: B\n    xcode: [\n      1,\n      2]\n"));
    for diagnostic in client.diagnostics(URI).as_array().unwrap() {
        let range = &diagnostic["range"];
        assert_eq!(range["start"]["line"], range["end"]["line"], "{diagnostic}");
    }
}

#[test]
fn a_name_that_codemagic_does_not_read_is_told() {
    let mut client = Client::start();
    let uri = "file:///nowhere/codemagic.yml";
    client.open_as(uri, NAMELESS);
    let diagnostics = client.diagnostics(uri);
    assert!(codes(&diagnostics).contains(&"file-name"), "{diagnostics}");
}

#[test]
fn secrets_stay_secret() {
    let mut client = Client::able(full());
    client.open(
        "workflows:\n  a:\n    name: A\n    environment:\n      vars:\n        \
         AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMIK7MDENGbPxRfiCYzzqqwwrrttyy\n    \
         scripts: [{script: make}]\n",
    );
    let diagnostics = client.diagnostics(URI);
    assert_ne!(codes(&diagnostics), [""; 0]);
    assert!(
        !diagnostics.to_string().contains("wJalrXUtn"),
        "{diagnostics}"
    );
}

#[test]
fn what_nobody_writes_by_hand_is_not_looked_at() {
    let mut client = Client::start();
    client.open(&"a: 1\n".repeat((64 << 20) / 5 + 1));
    let diagnostics = client.diagnostics(URI);
    assert_eq!(codes(&diagnostics), ["-"]);
    let message = diagnostics[0]["message"].as_str().unwrap();
    assert!(message.contains("larger than 64 MiB"), "{message}");
    let at = json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.ask("textDocument/hover", at), Value::Null);
    client.change(URI, json!([{ "text": NAMELESS }]));
    assert_eq!(codes(&client.diagnostics(URI)), ["workflow-name"]);
}
