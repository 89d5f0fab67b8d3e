//! Any bytes through the transport of the language server: it ends when they end, and
//! writes nothing but whole messages of the protocol.

use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use codemagic_lint::lsp::serve_streams;
use serde_json::Value;

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    if starts_something(bytes) {
        return;
    }
    let output = Output::default();
    let _ = serve_streams(Cursor::new(bytes.to_vec()), output.clone(), Path::new("/"));
    let written = output.0.lock().expect("no panic before").clone();
    let mut rest = written.as_slice();
    while !rest.is_empty() {
        let message;
        (message, rest) = message_of(rest);
        assert_eq!(message["jsonrpc"], "2.0");
        let is_request = message["method"].is_string();
        let is_answer = message.get("result").is_some() ^ message.get("error").is_some();
        assert!(is_request != is_answer, "{message}");
        assert_ne!(
            message["error"]["code"], -32603,
            "an error of ours: {message}"
        );
    }
}

/// Whether the bytes may start a process or a server: a fuzzer must not.
fn starts_something(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let harmless = text.replace("\"shellcheck\":\"never\"", "");
    harmless.contains("shell") || text.contains("dryRun") || text.contains("\\u")
}

/// The first message, and what follows it.
fn message_of(bytes: &[u8]) -> (Value, &[u8]) {
    let end = bytes
        .windows(4)
        .position(|it| it == b"\r\n\r\n")
        .expect("a header");
    let header = std::str::from_utf8(&bytes[..end]).expect("a header of text");
    let length = header.strip_prefix("Content-Length: ").expect("the length");
    let length: usize = length.parse().expect("a number");
    let (body, rest) = bytes[end + 4..].split_at(length);
    (serde_json::from_slice(body).expect("JSON"), rest)
}

/// What the server writes.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .expect("no panic before")
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
