//! What a keystroke costs in an editor, beside one parse of the file.
//!
//! `scripts/bench` runs it; `docs/performance.md` says how to read it. The variable
//! `CODEMAGIC_LINT_BENCH_FILE` names another file to measure with.

#[allow(dead_code, reason = "the stages need more kinds of files")]
mod input;

use std::path::Path;

use codemagic_lint::lsp::serve;
use codemagic_lint::rules::{self, Settings};
use codemagic_lint::syntax::{self, SourceFile};
use divan::Bencher;
use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

/// A file of 1,100 lines, as many as the longest samples have.
fn text() -> String {
    match std::env::var_os("CODEMAGIC_LINT_BENCH_FILE") {
        Some(path) => std::fs::read_to_string(path).unwrap_or_default(),
        None => input::file(18),
    }
}

const URI: &str = "untitled:codemagic.yaml";

/// An editor with the file open.
struct Editor {
    connection: Connection,
    version: i32,
}

impl Editor {
    fn open(text: &str) -> Self {
        let (ours, theirs) = Connection::memory();
        std::thread::spawn(move || serve(&theirs, Path::new("/")));
        let mut editor = Self {
            connection: ours,
            version: 0,
        };
        let options = json!({ "shellcheck": "never" });
        let params = json!({ "capabilities": {}, "initializationOptions": options });
        editor.ask("initialize", params);
        editor.tell("initialized", json!({}));
        let document = json!({ "uri": URI, "languageId": "yaml", "version": 0, "text": text });
        editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
        editor.published();
        editor
    }

    fn send(&self, message: impl Into<Message>) {
        let sent = self.connection.sender.send(message.into());
        assert!(sent.is_ok(), "the server is there");
    }

    fn tell(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn ask(&mut self, method: &str, params: Value) -> usize {
        self.send(Request::new(1.into(), method.to_owned(), params));
        loop {
            if let Message::Response(response) = self.receive() {
                return length(&Message::Response(response));
            }
        }
    }

    fn receive(&self) -> Message {
        let received = self.connection.receiver.recv();
        received.unwrap_or_else(|error| panic!("the server is there: {error}"))
    }

    /// The length of the next diagnostics as JSON.
    fn published(&self) -> usize {
        loop {
            let message = self.receive();
            if matches!(&message, Message::Notification(told) if told.method == "textDocument/publishDiagnostics")
            {
                return length(&message);
            }
        }
    }

    /// Types or takes back a character in the middle of the file.
    fn type_one(&mut self, line: usize) {
        self.version += 1;
        let is_typed = self.version % 2 == 1;
        let end = u32::from(!is_typed);
        let range = json!({
            "start": { "line": line, "character": 0 }, "end": { "line": line, "character": end },
        });
        let change = json!({ "range": range, "text": if is_typed { "#" } else { "" } });
        let document = json!({ "uri": URI, "version": self.version });
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
    }
}

fn length(message: &Message) -> usize {
    serde_json::to_string(message).map_or(0, |text| text.len())
}

/// The measure of the others: text to tree.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher
        .with_inputs(|| SourceFile::new("codemagic.yaml", text.as_str()))
        .bench_local_values(syntax::parse);
}

/// From a keystroke to the JSON of its diagnostics.
#[divan::bench]
fn keystroke(bencher: Bencher<'_, '_>) {
    let text = text();
    let line = text.lines().count() / 2;
    let mut editor = Editor::open(&text);
    bencher.bench_local(|| {
        editor.type_one(line);
        editor.published()
    });
}

/// From a keystroke to the JSON of what may be written there.
#[divan::bench]
fn completion(bencher: Bencher<'_, '_>) {
    let text = text();
    let line = text.lines().count() / 2;
    let mut editor = Editor::open(&text);
    let params = json!({
        "textDocument": { "uri": URI },
        "position": { "line": line, "character": 4 },
    });
    bencher.bench_local(|| {
        editor.type_one(line);
        editor.ask("textDocument/completion", params.clone())
    });
}

/// The YAML parser alone.
#[divan::bench]
fn events(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.bench_local(|| syntax::count_events(&text));
}

/// The check without the server around it.
#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let text = text();
    let settings = Settings::default();
    bencher
        .with_inputs(|| SourceFile::new("codemagic.yaml", text.as_str()))
        .bench_local_values(|source| rules::check(source, &settings));
}
