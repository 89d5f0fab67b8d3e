//! The beginning and the end of a session, and requests on their way.

use codemagic_lint::lsp::End;
use serde_json::{Value, json};

use crate::client::{Client, URI};
use crate::messages::{NAMELESS, changed, introduced, opened, request, told};

fn code(response: lsp_server::Response) -> i32 {
    response.response_result.unwrap_err().code
}

#[test]
fn nothing_is_answered_before_the_introduction() {
    let mut client = Client::silent();
    client.open(NAMELESS);
    assert_eq!(
        code(client.request("textDocument/hover", json!({}))),
        -32002
    );
    assert_eq!(code(client.request("shutdown", Value::Null)), -32002);
    assert_eq!(code(client.request("initialize", json!([]))), -32602);
    client.ask("initialize", json!({ "capabilities": {} }));
    // What was told before the introduction was not heard.
    assert_eq!(client.text(URI), Value::Null);
    assert_eq!(client.shut_down(), End::Orderly);
}

#[test]
fn one_introduction_is_enough() {
    let mut client = Client::start();
    assert_eq!(
        code(client.request("initialize", json!({ "capabilities": {} }))),
        -32600
    );
    assert_eq!(client.shut_down(), End::Orderly);
}

#[test]
fn an_odd_introduction_is_read_as_far_as_it_goes() {
    let mut client = Client::start_with(json!({
        "locale": 3,
        "capabilities": { "general": { "positionEncodings": ["utf-32"] } },
    }));
    assert_eq!(client.capabilities["positionEncoding"], "utf-32");
    let logged = client.wait_for("window/logMessage", |_| true);
    assert!(logged["message"].as_str().unwrap().starts_with("`locale`"));
}

#[test]
fn after_the_shutdown_nothing_is_done() {
    let mut client = Client::start();
    client.ask("shutdown", Value::Null);
    client.open(NAMELESS);
    assert_eq!(
        code(client.request("textDocument/hover", json!({}))),
        -32600
    );
    assert_eq!(code(client.request("shutdown", Value::Null)), -32600);
    assert_eq!(client.count("textDocument/publishDiagnostics"), 0);
    client.tell("exit", Value::Null);
    assert_eq!(client.end(), End::Orderly);
}

#[test]
fn an_exit_without_a_shutdown_is_abrupt() {
    let client = Client::start();
    client.tell("exit", Value::Null);
    assert_eq!(client.end(), End::Abrupt);
    let client = Client::silent();
    client.tell("exit", Value::Null);
    assert_eq!(client.end(), End::Abrupt);
}

#[test]
fn what_is_unknown_is_said_or_passed_over() {
    let mut client = Client::start();
    for method in ["textDocument/unknown", "$/unknown", "x"] {
        assert_eq!(code(client.request(method, json!({}))), -32601, "{method}");
        client.tell(method, json!({ "a": 1 }));
    }
    client.send(lsp_server::Response::new_ok(77.into(), Value::Null));
    for params in [Value::Null, json!([]), json!({ "textDocument": 1 })] {
        assert_eq!(
            code(client.request("textDocument/hover", params.clone())),
            -32602
        );
        client.tell("textDocument/didOpen", params.clone());
        client.tell("textDocument/didChange", params);
    }
    let logged = client.wait_for("window/logMessage", |_| true);
    let message = "the parameters of `textDocument/didOpen` are not those of the protocol";
    assert_eq!(logged["message"], message);
    assert_eq!(client.shut_down(), End::Orderly);
}

fn hover(id: i32, line: u32) -> lsp_server::Message {
    let position = json!({ "line": line, "character": 5 });
    let params = json!({ "textDocument": { "uri": URI }, "position": position });
    request(id, "textDocument/hover", params)
}

#[test]
fn a_request_that_waits_can_be_cancelled() {
    let mut messages = introduced(json!({})).to_vec();
    messages.push(opened(URI, 1, NAMELESS));
    messages.extend([hover(1, 1), hover(2, 2), hover(3, 2)]);
    for id in [json!(2), json!(9), json!("2"), json!(null)] {
        messages.push(told("$/cancelRequest", json!({ "id": id })));
    }
    let mut client = Client::after(messages);
    assert_eq!(code(client.response(2)), -32800);
    assert!(client.response(1).response_result.is_ok());
    assert!(client.response(3).response_result.is_ok());
    // Too late: it was answered.
    client.tell("$/cancelRequest", json!({ "id": 3 }));
    assert_eq!(client.shut_down(), End::Orderly);
}

#[test]
fn a_request_is_about_the_text_that_it_was_sent_for() {
    let mut messages = introduced(json!({})).to_vec();
    let blank = "\n\n\n";
    messages.extend([
        opened(URI, 1, NAMELESS),
        hover(1, 2),
        changed(URI, 2, blank),
        hover(2, 2),
        changed(URI, 3, NAMELESS),
        hover(3, 2),
    ]);
    let mut client = Client::after(messages);
    let mut is_null = |id| client.response(id).response_result.unwrap() == Value::Null;
    assert_eq!([is_null(1), is_null(2), is_null(3)], [false, true, false]);
}

#[test]
fn diagnostics_are_those_of_the_last_text() {
    let mut messages = introduced(json!({})).to_vec();
    messages.push(opened(URI, 1, NAMELESS));
    for version in 2..50 {
        messages.push(changed(URI, version, "a: ["));
    }
    messages.push(changed(URI, 50, NAMELESS));
    let mut client = Client::after(messages);
    let published = client.wait_for("textDocument/publishDiagnostics", |_| true);
    assert_eq!(published["version"], 50);
    assert_eq!(published["diagnostics"][0]["code"], "workflow-name");
    assert_eq!(client.text(URI), NAMELESS);
    assert_eq!(client.count("textDocument/publishDiagnostics"), 0);
}

#[test]
fn a_trace_says_what_was_done_and_nothing_of_what() {
    let mut client = Client::start();
    client.tell("$/setTrace", json!({ "value": "verbose" }));
    client.open("password: hunter2\n");
    let opened = client.wait_for("$/logTrace", |params| {
        params["message"]
            .as_str()
            .unwrap()
            .starts_with("textDocument/didOpen")
    });
    assert!(!opened.to_string().contains("hunter2"), "{opened}");
}
