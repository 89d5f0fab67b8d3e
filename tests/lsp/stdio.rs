//! The program itself, over its standard input and output.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use serde_json::{Value, json};

/// A running server.
pub struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Server {
    pub fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_codemagic-lint"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            input,
            output,
        }
    }

    /// Sends bytes as they are. That the server does not read any more is no error.
    pub fn send(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    /// The next message; `None` at the end.
    pub fn receive(&mut self) -> Option<Value> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                assert_eq!(length, None, "half a header");
                return None;
            }
            let line = line.strip_suffix("\r\n").expect("a line of a header");
            if line.is_empty() {
                break;
            }
            let value = line.strip_prefix("Content-Length: ");
            length = Some(value.expect("only lengths").parse::<usize>().unwrap());
        }
        let mut body = vec![0; length.expect("a length")];
        self.output.read_exact(&mut body).unwrap();
        Some(serde_json::from_slice(&body).unwrap())
    }

    /// Closes the input and waits for the end; what it still says is read.
    pub fn end(mut self) -> (Vec<Value>, Output) {
        drop(self.input.take());
        let rest = std::iter::from_fn(|| self.receive()).collect();
        (rest, self.child.wait_with_output().unwrap())
    }
}

/// A message with its header.
pub fn framed(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{},"initializationOptions":{"shellcheck":"never"}}}"#;
const SHUTDOWN: &str = r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#;
const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

#[test]
fn the_exit_code_tells_how_it_ended() {
    for (messages, code) in [
        (&[INITIALIZE, SHUTDOWN, EXIT][..], 0),
        (&[INITIALIZE, EXIT], 1),
        (&[INITIALIZE, SHUTDOWN], 1),
        (&[INITIALIZE], 1),
        (&[SHUTDOWN, EXIT], 1),
        (&[EXIT], 1),
        (&[], 1),
    ] {
        let mut server = Server::start();
        for message in messages {
            server.send(&framed(message));
        }
        let (_, output) = server.end();
        assert_eq!(output.status.code(), Some(code), "{messages:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn where_no_message_can_be_found_the_session_ends_with_a_reason() {
    for (bytes, reason) in [
        ("hello\r\n\r\n", "the input has the line `hello`"),
        ("X: 1\r\n\r\n{}", "a message has no `Content-Length`"),
        (
            "Content-Length: ten\r\n\r\n{}",
            "`Content-Length: ten` is not a number",
        ),
        (
            "Content-Length: 999999999999\r\n\r\n{}",
            "expected at most 134217728",
        ),
        (
            "Content-Length: 9999\r\n\r\n{}",
            "the input ends inside a message",
        ),
        // The first is taken for longer than it is, and the rest of the second for a header.
        (
            "Content-Length: 4\r\n\r\n{}Content-Length: 2\r\n\r\n{}",
            "a message has no `Content-Length`",
        ),
    ] {
        let mut server = Server::start();
        server.send(&framed(INITIALIZE));
        assert_eq!(server.receive().unwrap()["id"], 1);
        server.send(bytes.as_bytes());
        let (_, output) = server.end();
        assert_eq!(output.status.code(), Some(2), "{bytes:?}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(reason), "{bytes:?}: {stderr}");
    }
}

#[test]
fn what_is_no_message_is_answered_and_the_session_goes_on() {
    let mut server = Server::start();
    server.send(&framed(INITIALIZE));
    assert_eq!(server.receive().unwrap()["id"], 1);
    for (body, id, code) in [
        (&b"{\"id\":1,"[..], Value::Null, -32700),
        (b"\xff\xfe\x00", Value::Null, -32700),
        (b"", Value::Null, -32700),
        (b"[]", Value::Null, -32600),
        (b"{\"id\":7}", json!(7), -32600),
        (b"{\"id\":1.5,\"method\":\"shutdown\"}", json!(1.5), -32600),
    ] {
        server.send(format!("content-length:{}\n\n", body.len()).as_bytes());
        server.send(body);
        let answer = server.receive().unwrap();
        assert_eq!(
            (&answer["id"], &answer["error"]["code"]),
            (&id, &json!(code))
        );
        assert_eq!(answer["jsonrpc"], "2.0");
    }
    let typed = "Content-Type: application/vscode-jsonrpc; charset=latin1\r\n";
    server.send(format!("{typed}Content-Length: 2\r\n\r\n{{}}").as_bytes());
    assert_eq!(server.receive().unwrap()["error"]["code"], -32700);
    server.send(&framed(SHUTDOWN));
    assert_eq!(server.receive().unwrap()["result"], Value::Null);
    server.send(&framed(EXIT));
    assert_eq!(server.end().1.status.code(), Some(0));
}

#[test]
fn an_editor_that_reads_nothing_keeps_nobody_from_reading() {
    let mut server = Server::start();
    server.send(&framed(INITIALIZE));
    // More answers than any pipe holds.
    for id in 0..20_000 {
        let body = json!({ "jsonrpc": "2.0", "id": id, "method": "x/unknown" });
        server.send(&framed(&body.to_string()));
    }
    server.send(&framed(SHUTDOWN));
    server.send(&framed(EXIT));
    let (answers, output) = server.end();
    assert_eq!(answers.len(), 20_002);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_editor_that_stops_reading_is_gone() {
    let mut server = Server::start();
    server.send(&framed(INITIALIZE));
    server.receive().unwrap();
    let Server {
        mut child,
        input,
        output,
    } = server;
    drop(output);
    let mut input = input.unwrap();
    // Ends by itself, though its input stays open.
    let status = loop {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "x/unknown" });
        let _ = input.write_all(&framed(&body.to_string()));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
    };
    assert_eq!(status.code(), Some(1));
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert_eq!(stderr, "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_whose_editor_has_died_ends() {
    let mut editor = Command::new("sleep").arg("600").spawn().unwrap();
    let mut server = Server::start();
    let params = json!({ "processId": editor.id(), "capabilities": {} });
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params });
    server.send(&framed(&body.to_string()));
    server.receive().unwrap();
    editor.kill().unwrap();
    editor.wait().unwrap();
    // Its input stays open all the while.
    while server.receive().is_some() {}
    assert_eq!(server.end().1.status.code(), Some(1));
}
