//! `workspace/executeCommand`

use std::path::PathBuf;

use lsp_server::{Request, Response};
use serde_json::{Value, json};

use crate::client::{Client, URI};

fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path)
}

fn release() -> String {
    std::fs::read_to_string(fixture("workflows/app-store-release/codemagic.yaml")).unwrap()
}

fn execute(client: &mut Client, command: &str, arguments: Value) -> Response {
    let params = json!({ "command": command, "arguments": arguments });
    client.request("workspace/executeCommand", params)
}

fn run(client: &mut Client, command: &str, arguments: Value) -> Value {
    let response = execute(client, command, arguments);
    response
        .response_result
        .unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

fn refused(client: &mut Client, command: &str, arguments: Value) -> String {
    let response = execute(client, command, arguments);
    response.response_result.unwrap_err().message
}

#[test]
fn a_dry_run_plays_the_open_text() {
    let mut client = Client::start();
    client.open(&release());
    let result = run(
        &mut client,
        "codemagic-lint.dryRun",
        json!([URI, "app-store-release"]),
    );
    assert_eq!(result["outcome"], "published", "{result}");
    assert_eq!(result["json"]["workflow"], "app-store-release");
    let text = result["text"].as_str().unwrap();
    assert!(text.starts_with("Dry run of"), "{text}");
    let shown = client.wait_for("window/showMessage", |_| true);
    assert_eq!(shown["type"], 3);
    let line = shown["message"].as_str().unwrap();
    assert!(line.starts_with("app-store-release: published: "), "{line}");
    let logged = client.wait_for("window/logMessage", |_| true);
    assert_eq!(logged["message"], *text);
}

#[test]
fn a_dry_run_against_an_account_fails_as_that_does() {
    let mut client = Client::start();
    client.open(&release());
    let account = fixture("accounts/build-never-appears.yaml");
    let arguments = json!([URI, null, account]);
    let result = run(&mut client, "codemagic-lint.dryRun", arguments);
    assert_eq!(result["outcome"], "timed-out");
    assert_eq!(result["json"]["ends_at"], 900);
    assert_eq!(client.wait_for("window/showMessage", |_| true)["type"], 1);
}

#[test]
fn progress_is_shown_where_the_editor_can() {
    let capabilities = json!({ "window": { "workDoneProgress": true } });
    let mut client = Client::start_with(json!({ "capabilities": capabilities }));
    client.open(&release());
    let params = json!({ "command": "codemagic-lint.dryRun", "arguments": [URI] });
    let method = "workspace/executeCommand".to_owned();
    client.send(Request::new(77.into(), method, params));
    // Nothing is shown before the editor has allowed it.
    client.grant("window/workDoneProgress/create", Value::Null);
    assert_eq!(client.count("$/progress"), 0);
    client.response_to(77).response_result.unwrap();
    let kind = |kind: &'static str| move |params: &Value| params["value"]["kind"] == kind;
    let begin = client.wait_for("$/progress", kind("begin"));
    let end = client.wait_for("$/progress", kind("end"));
    assert_eq!(begin["token"], end["token"]);
    let reports = client.count("$/progress");
    assert!(reports > 0, "nothing was reported");
}

#[test]
fn one_dry_run_goes_on_at_a_time() {
    let mut client = Client::start();
    client.open(&release());
    let params = json!({ "command": "codemagic-lint.dryRun", "arguments": [URI] });
    let method = "workspace/executeCommand".to_owned();
    client.send(Request::new(77.into(), method.clone(), params.clone()));
    client.send(Request::new(78.into(), method, params));
    let second = client.response_to(78);
    let message = second.response_result.unwrap_err().message;
    assert!(message.starts_with("another dry run goes on"), "{message}");
    let first = client.response_to(77).response_result.unwrap();
    assert_eq!(first["outcome"], "published");
}

#[test]
fn a_cancelled_dry_run_ends_at_once_and_another_may_follow() {
    let mut client = Client::start();
    client.open(&release());
    let params = json!({ "command": "codemagic-lint.dryRun", "arguments": [URI] });
    let method = "workspace/executeCommand".to_owned();
    client.send(Request::new(77.into(), method, params));
    // Begun by now: this is answered after it.
    client.ask(
        "textDocument/codeLens",
        json!({ "textDocument": { "uri": URI } }),
    );
    client.tell("$/cancelRequest", json!({ "id": 77 }));
    let error = client.response_to(77).response_result.unwrap_err();
    assert_eq!(error.code, -32_800);
    let result = run(&mut client, "codemagic-lint.dryRun", json!([URI]));
    assert_eq!(result["outcome"], "published");
}

#[test]
fn what_the_editor_was_started_with_is_not_read() {
    let mut client = Client::start();
    // `$HOME` has a value wherever tests run.
    client.open(&release().replace("io.example.app", "$HOME"));
    let response = execute(&mut client, "codemagic-lint.dryRun", json!([URI]));
    let home = std::env::var("HOME").unwrap();
    let said = format!("{response:?}");
    assert!(said.contains("HOME") && !said.contains(&home), "{said}");
}

#[test]
fn many_that_are_cancelled_leave_room_for_one() {
    let mut client = Client::start();
    client.open(&release());
    let params = json!({ "command": "codemagic-lint.dryRun", "arguments": [URI] });
    for id in 100..140 {
        let method = "workspace/executeCommand".to_owned();
        client.send(Request::new(id.into(), method, params.clone()));
        client.text(URI);
        client.tell("$/cancelRequest", json!({ "id": id }));
        let error = client.response_to(id).response_result.unwrap_err();
        assert_eq!(error.code, -32_800);
    }
    let result = run(&mut client, "codemagic-lint.dryRun", json!([URI]));
    assert_eq!(result["outcome"], "published");
}

#[test]
fn a_person_cancels_by_the_progress() {
    let capabilities = json!({ "window": { "workDoneProgress": true } });
    let mut client = Client::start_with(json!({ "capabilities": capabilities }));
    client.open(&release());
    let params = json!({
        "command": "codemagic-lint.dryRun", "arguments": [URI], "workDoneToken": "mine",
    });
    let method = "workspace/executeCommand".to_owned();
    client.send(Request::new(77.into(), method, params));
    let begun = client.wait_for("$/progress", |it| it["value"]["kind"] == "begin");
    assert_eq!(begun["token"], "mine");
    client.tell("window/workDoneProgress/cancel", json!({ "token": "mine" }));
    let error = client.response_to(77).response_result.unwrap_err();
    assert_eq!(error.code, -32_800);
}

#[test]
fn what_triggers_a_workflow_is_told() {
    let mut client = Client::start();
    client.open(&release());
    let result = run(
        &mut client,
        "codemagic-lint.explainTriggers",
        json!([URI, "app-store-release"]),
    );
    assert!(result["text"].as_str().unwrap().contains("tag"), "{result}");
    let shown = client.wait_for("window/showMessage", |_| true);
    assert_eq!(shown["message"], result["title"]);
}

#[test]
fn the_effective_workflow_is_shown() {
    let mut client = Client::start();
    client.open("a: &a\n  name: A\nworkflows:\n  one:\n    <<: *a\n  two:\n    name: B\n");
    let result = run(
        &mut client,
        "codemagic-lint.showEffective",
        json!([URI, "one"]),
    );
    let text = result["text"].as_str().unwrap();
    assert!(text.contains("name: A") && !text.contains("two"), "{text}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let mut client = Client::start();
    client.open(&release());
    let dry_run = "codemagic-lint.dryRun";
    let triggers = "codemagic-lint.explainTriggers";
    let cases = [
        (
            "codemagic-lint.nothing",
            json!([URI]),
            "there is no command `codemagic-lint.nothing` here",
        ),
        (dry_run, json!([]), "`codemagic-lint.dryRun` takes the URI"),
        (dry_run, json!([7]), "`codemagic-lint.dryRun` takes the URI"),
        (
            dry_run,
            json!(["file:///codemagic.yaml"]),
            "`file:///codemagic.yaml` is no open codemagic.yaml",
        ),
        (
            dry_run,
            json!([URI, "app-store-releas"]),
            "there is no workflow `app-store-releas`; did you mean",
        ),
        (
            triggers,
            json!([URI, "app-store-releas"]),
            "there is no workflow `app-store-releas`; did you mean",
        ),
        (
            dry_run,
            json!([URI, null, "/nowhere.yaml"]),
            "`/nowhere.yaml`",
        ),
    ];
    for (command, arguments, message) in cases {
        let said = refused(&mut client, command, arguments);
        assert!(said.contains(message), "{said}");
    }
    client.open("workflows: [\n");
    let said = refused(&mut client, dry_run, json!([URI]));
    assert!(said.contains("mend what it reports first"), "{said}");
}
