//! An editor that speaks to the language server, in this process.

use std::path::Path;

use codemagic_lint::lsp::serve;
use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

const URI: &str = "untitled:codemagic.yaml";

/// An editor with a file open.
pub struct Editor {
    connection: Connection,
    version: i32,
    /// The line that is typed in.
    line: usize,
}

impl Editor {
    /// Opens the file, and waits for its first diagnostics.
    pub fn open(text: &str) -> Self {
        let (ours, theirs) = Connection::memory();
        std::thread::spawn(move || serve(&theirs, Path::new("/")));
        let mut editor = Self {
            connection: ours,
            version: 0,
            line: text.lines().count() / 2,
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
    fn type_one(&mut self) {
        self.version += 1;
        let is_typed = self.version % 2 == 1;
        let end = u32::from(!is_typed);
        let range = json!({
            "start": { "line": self.line, "character": 0 },
            "end": { "line": self.line, "character": end },
        });
        let change = json!({ "range": range, "text": if is_typed { "#" } else { "" } });
        let document = json!({ "uri": URI, "version": self.version });
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
    }

    /// A keystroke, to the JSON of its diagnostics; gives its length.
    pub fn keystroke(&mut self) -> usize {
        self.type_one();
        self.published()
    }

    /// A keystroke, to the JSON of what may be written there; gives its length.
    pub fn completion(&mut self) -> usize {
        self.type_one();
        let params = json!({
            "textDocument": { "uri": URI },
            "position": { "line": self.line, "character": 4 },
        });
        self.ask("textDocument/completion", params)
    }
}

fn length(message: &Message) -> usize {
    serde_json::to_string(message).map_or(0, |text| text.len())
}
