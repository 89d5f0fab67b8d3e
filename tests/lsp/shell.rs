//! shellcheck beside typing.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::client::Client;
use crate::messages::{Folder, codes};

/// Says of every script it is shown that its first word is odd, and counts how often it
/// is started.
const PROGRAM: &str = r#"#!/bin/sh
if [ "$1" = --version ]; then
  echo 'ShellCheck - x'
  echo 'version: 0.11.0'
  exit 0
fi
echo x >> "$(dirname "$0")/count"
while [ "$1" != -- ]; do shift; done
shift
printf '{"comments":['
comma=
for file in "$@"; do
  printf '%s{"file":"%s","line":1,"endLine":1,"column":1,"endColumn":5,"level":"warning","code":2046,"message":"odd","fix":null}' "$comma" "$file"
  comma=,
done
printf ']}'
exit 1
"#;

fn text(script: &str) -> String {
    format!(
        "workflows:\n  ios:\n    name: iOS\n    scripts:\n      - script: make\n      - script: {script}\n"
    )
}

fn waited(client: &mut Client, uri: &str, version: i32, count: usize) -> Value {
    client.wait_for("textDocument/publishDiagnostics", |it| {
        let found = codes(&it["diagnostics"]);
        let odd = found.iter().filter(|code| **code == "shellcheck[SC2046]");
        it["uri"] == uri && it["version"] == version && odd.count() == count
    })
}

#[test]
fn scripts_keep_their_remarks_and_new_ones_are_asked_for_later() {
    let folder = Folder::new(&[("bin/shellcheck", PROGRAM)]);
    let program = folder.file("bin/shellcheck");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let uri = folder.uri("codemagic.yaml");
    let options = json!({ "shellcheck": "bin/shellcheck" });
    let mut client = Client::in_folder(folder.path(), options, json!({}));
    client.open_as(&uri, &text("test"));
    waited(&mut client, &uri, 1, 2);
    client.change(&uri, json!([{ "text": text("other") }]));
    // At once with what is known, then with the rest.
    waited(&mut client, &uri, 2, 1);
    waited(&mut client, &uri, 2, 2);
    client.change(&uri, json!([{ "text": text("test") }]));
    waited(&mut client, &uri, 3, 2);
    let count = std::fs::read_to_string(folder.file("bin/count")).unwrap();
    assert_eq!(count.lines().count(), 2);
}

#[test]
fn a_program_that_is_none_is_told_and_nothing_waits_for_it() {
    let folder = Folder::new(&[]);
    let uri = folder.uri("codemagic.yaml");
    let options = json!({ "shellcheck": "bin/none" });
    let mut client = Client::in_folder(folder.path(), options, json!({}));
    client.open_as(&uri, &text("test"));
    assert_eq!(codes(&client.diagnostics(&uri)), [""; 0]);
    client.wait_for("window/logMessage", |it| {
        let message = it["message"].as_str().unwrap();
        message.starts_with("shellcheck is not asked about scripts")
    });
}
