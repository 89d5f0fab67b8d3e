//! A session of an editor: a document, then records that change it or ask about it. After
//! each change the server's text is that of a model; every request has one answer, never
//! an error of ours; and all ranges in answers are places of the text, edits apart from
//! each other.
//!
//! Records are separated by the byte 0x1E. The first is the text that is opened. Of each
//! further one the first byte says what is done, four bytes are the lines and columns of
//! two places, and the rest is text.

mod model;
mod ranges;

use std::path::Path;

use codemagic_lint::lsp::{Encoding, End, serve};
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

use super::support::records;
use model::Model;

const URI: &str = "untitled:codemagic.yaml";

/// Records that are looked at.
const MOST_RECORDS: usize = 40;

/// Requests about a place.
const ABOUT_PLACES: [&str; 11] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/linkedEditingRange",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/codeAction",
    "textDocument/selectionRange",
];

/// Requests about the whole.
const ABOUT_ALL: [&str; 8] = [
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/inlayHint",
    "textDocument/codeLens",
    "textDocument/documentLink",
    "textDocument/diagnostic",
    "workspace/symbol",
    "codeAction/resolve",
];

const COMMANDS: [&str; 3] = [
    "codemagic-lint.explainTriggers",
    "codemagic-lint.showEffective",
    "no.such.command",
];

/// Holds one input to the law.
pub fn hold(bytes: &[u8]) {
    let mut records = records(bytes);
    let text = String::from_utf8_lossy(records.next().unwrap_or_default());
    let encoding = match bytes.len() % 4 {
        0 => Encoding::Utf8,
        1 => Encoding::Utf32,
        _ => Encoding::Utf16,
    };
    let mut editor = Editor::new(&text, encoding);
    for record in records.take(MOST_RECORDS) {
        editor.act(record);
    }
    editor.finish();
}

/// What an answer must be.
enum Expected {
    /// This value.
    Exactly(Value),
    /// Anything whose places lie in this text.
    Within(Model),
}

struct Editor {
    ours: Connection,
    theirs: Connection,
    model: Model,
    version: i32,
    /// What is expected of each request, by its id from 0.
    expected: Vec<Expected>,
}

impl Editor {
    fn new(text: &str, encoding: Encoding) -> Self {
        let (ours, theirs) = Connection::memory();
        let model = Model::new(text, encoding);
        let mut editor = Self {
            ours,
            theirs,
            model,
            version: 0,
            expected: Vec::new(),
        };
        let resolved: &[&str] = if text.len().is_multiple_of(5) {
            &["edit"]
        } else {
            &[]
        };
        let capabilities = json!({
            "general": { "positionEncodings": [encoding.kind()] },
            "textDocument": {
                "codeAction": {
                    "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
                    "dataSupport": true,
                    "resolveSupport": { "properties": resolved },
                },
                "completion": { "completionItem": { "snippetSupport": text.len().is_multiple_of(2) } },
                "rename": { "prepareSupport": true },
            },
            "workspace": { "workspaceEdit": { "documentChanges": text.len().is_multiple_of(3) } },
        });
        editor.ask(
            "initialize",
            json!({
                "capabilities": capabilities,
                "initializationOptions": { "shellcheck": "never" },
            }),
        );
        editor.tell("initialized", json!({}));
        editor.open(text);
        editor
    }

    fn send(&self, message: impl Into<Message>) {
        self.ours
            .sender
            .send(message.into())
            .expect("the server waits");
    }

    fn tell(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn expect(&mut self, method: &str, params: Value, expected: Expected) {
        let id = i32::try_from(self.expected.len()).unwrap_or(i32::MAX);
        self.expected.push(expected);
        self.send(Request::new(RequestId::from(id), method.to_owned(), params));
    }

    fn ask(&mut self, method: &str, params: Value) {
        let expected = Expected::Within(self.model.clone());
        self.expect(method, params, expected);
    }

    fn open(&mut self, text: &str) {
        self.version += 1;
        let document =
            json!({ "uri": URI, "languageId": "yaml", "version": self.version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        self.compare();
    }

    /// Asks for the server's text, which must be the model's.
    fn compare(&mut self) {
        let expected = Expected::Exactly(json!(self.model.text()));
        self.expect(
            "codemagic-lint/viewText",
            json!({ "textDocument": { "uri": URI } }),
            expected,
        );
    }

    fn act(&mut self, record: &[u8]) {
        let byte = |at: usize| usize::from(record.get(at).copied().unwrap_or(b' '));
        let place = |at: usize| {
            (
                byte(at).wrapping_sub(32) % 96,
                byte(at + 1).wrapping_sub(32) % 128,
            )
        };
        let (from, to) = (place(1), place(3));
        let text = String::from_utf8_lossy(record.get(5..).unwrap_or_default()).into_owned();
        match record.first().copied().unwrap_or_default() {
            b'c' => self.change(from, to, &text),
            b'i' => self.change(from, from, &text),
            b'o' => {
                self.model = Model::new(&text, self.model.encoding);
                self.tell(
                    "textDocument/didClose",
                    json!({ "textDocument": { "uri": URI } }),
                );
                self.open(&text);
            }
            b's' => self.tell(
                "textDocument/didSave",
                json!({ "textDocument": { "uri": URI }, "text": self.model.text() }),
            ),
            b'x' => {
                let latest = i32::try_from(self.expected.len()).unwrap_or(0) - 1;
                self.tell("$/cancelRequest", json!({ "id": latest + 1000 }));
            }
            b'r' => self.ask_anything(from.0, &text),
            b'e' => {
                let command = COMMANDS[from.0 % COMMANDS.len()];
                let arguments = json!([URI, text]);
                self.ask(
                    "workspace/executeCommand",
                    json!({ "command": command, "arguments": arguments }),
                );
            }
            kind => self.ask_about(kind, from, to, &text),
        }
    }

    fn change(&mut self, from: (usize, usize), to: (usize, usize), text: &str) {
        self.model.apply(from, to, text);
        self.version += 1;
        let change = json!({ "range": range(from, to), "text": text });
        self.tell(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": URI, "version": self.version },
                "contentChanges": [change],
            }),
        );
        self.compare();
    }

    fn ask_about(&mut self, kind: u8, from: (usize, usize), to: (usize, usize), text: &str) {
        let place = range(from, from)["start"].clone();
        let params = json!({
            "textDocument": { "uri": URI },
            "position": place,
            "positions": [place],
            "range": range(from, to),
            "context": { "diagnostics": [], "includeDeclaration": true },
            "newName": text,
            "query": text,
            "title": "fix all",
            "data": { "uri": URI, "version": self.version, "task": { "do": "fix-all" } },
        });
        let kind = usize::from(kind);
        let method = match kind % 4 {
            0 => ABOUT_ALL[kind / 4 % ABOUT_ALL.len()],
            _ => ABOUT_PLACES[kind % ABOUT_PLACES.len()],
        };
        self.ask(method, params);
    }

    /// A request with whatever parameters.
    fn ask_anything(&mut self, method: usize, params: &str) {
        let params = serde_json::from_str(params).unwrap_or(Value::Null);
        let all: Vec<&str> = ABOUT_PLACES.into_iter().chain(ABOUT_ALL).collect();
        self.ask(all[method % all.len()], params);
    }

    fn finish(mut self) {
        self.expect("shutdown", Value::Null, Expected::Exactly(Value::Null));
        self.tell("exit", Value::Null);
        assert_eq!(serve(&self.theirs, Path::new("/")), End::Orderly);
        drop(self.theirs);
        let mut answered = vec![false; self.expected.len()];
        for message in self.ours.receiver.try_iter() {
            let Message::Response(response) = message else {
                continue;
            };
            let id = serde_json::to_value(&response.id).expect("an id");
            let index = usize::try_from(id.as_u64().expect("our id")).expect("our id");
            assert!(
                !std::mem::replace(&mut answered[index], true),
                "answered twice"
            );
            match (&self.expected[index], response.response_result) {
                (Expected::Exactly(expected), found) => {
                    assert_eq!(found.ok().as_ref(), Some(expected), "{index}");
                }
                (Expected::Within(model), Ok(found)) => ranges::check(model, &found),
                (Expected::Within(_), Err(error)) => {
                    assert_ne!(error.code, -32603, "an error of ours: {}", error.message);
                }
            }
        }
        assert!(answered.iter().all(|it| *it), "no answer to some");
    }
}

fn range(from: (usize, usize), to: (usize, usize)) -> Value {
    json!({
        "start": { "line": from.0, "character": from.1 },
        "end": { "line": to.0, "character": to.1 },
    })
}
