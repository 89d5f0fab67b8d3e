//! Sessions as they were written down, in `tests/lsp/transcripts/`.
//!
//! ```text
//! # a remark
//! --> {"id": 1, …}       what the editor sends; "jsonrpc" and the header are added
//! ->> Content-Length: …  bytes as they are, with \r, \n and \xNN
//! <-- {"id": 1, …}       what the server sends next: each field that is written here
//!                        has this value, others may be there; "…" stands for any
//! === 0                  the input ends, nothing else is sent, and so is the exit code
//! ```

use serde_json::{Value, json};

use crate::stdio::{Server, framed};

fn replay(name: &str, transcript: &str) {
    let mut server = Some(Server::start());
    let mut ended = false;
    for (number, line) in transcript.lines().enumerate() {
        let place = format!("{name}:{}", number + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (kind, rest) = line.split_at(4);
        let running = server.as_mut();
        match kind {
            "--> " => {
                let mut message: Value = serde_json::from_str(rest).expect(&place);
                message["jsonrpc"] = json!("2.0");
                running.expect(&place).send(&framed(&message.to_string()));
            }
            "->> " => running.expect(&place).send(&bytes(rest)),
            "<-- " => {
                let expected: Value = serde_json::from_str(rest).expect(&place);
                let found = running.expect(&place).receive().expect(&place);
                compare(&place, &expected, &found);
            }
            "=== " => {
                let (messages, output) = server.take().expect(&place).end();
                assert_eq!(messages, [] as [Value; 0], "{place}");
                assert_eq!(output.status.code(), rest.parse().ok(), "{place}");
                ended = true;
            }
            other => panic!("{place}: {other}"),
        }
    }
    assert!(ended, "{name} has no end");
}

fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        bytes.push(match rest.next() {
            Some(b'r') => b'\r',
            Some(b'n') => b'\n',
            Some(b'x') => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                let digits = std::str::from_utf8(&digits).unwrap();
                u8::from_str_radix(digits, 16).unwrap()
            }
            other => panic!("{other:?}"),
        });
    }
    bytes
}

fn compare(place: &str, expected: &Value, found: &Value) {
    match (expected, found) {
        (Value::String(any), _) if any == "…" => {}
        (Value::Object(expected), Value::Object(found)) => {
            for (name, value) in expected {
                let place = format!("{place}.{name}");
                let found = found.get(name);
                compare(&place, value, found.unwrap_or(&Value::Null));
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            assert_eq!(expected.len(), found.len(), "{place}: {found:#?}");
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(&format!("{place}[{index}]"), expected, found);
            }
        }
        _ => assert_eq!(expected, found, "{place}"),
    }
}

#[test]
fn every_session_is_as_it_was() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lsp/transcripts");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        replay(&name, &std::fs::read_to_string(&path).unwrap());
        count += 1;
    }
    assert!(count >= 5, "{count} transcripts");
}

#[test]
#[should_panic(expected = "sample:2.id")]
fn a_transcript_that_is_wrong_fails() {
    replay(
        "sample",
        "--> {\"id\": 1, \"method\": \"shutdown\"}\n<-- {\"id\": 2}\n=== 1",
    );
}
