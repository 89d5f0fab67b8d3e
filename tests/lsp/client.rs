//! An editor for tests: the protocol over a pair of channels, nothing of the server's
//! own types.

use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use codemagic_lint::lsp::{End, serve};
use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};

/// How long a test waits for an answer; it comes after milliseconds, or never.
const PATIENCE: Duration = Duration::from_secs(30);

/// A document's name where a test does not care.
pub const URI: &str = "untitled:codemagic.yaml";

/// An editor that is connected to a server.
pub struct Client {
    connection: Option<Connection>,
    server: Option<JoinHandle<End>>,
    next_id: i32,
    version: i32,
    /// Notifications and requests of the server that nobody has asked for yet.
    heard: Vec<Message>,
    /// What the server said that it can do.
    pub capabilities: Value,
}

impl Client {
    /// An editor without any capabilities, which counts in UTF-16.
    pub fn start() -> Self {
        Self::start_with(json!({
            "processId": null,
            "rootUri": null,
            "initializationOptions": { "shellcheck": "never" },
            "capabilities": {},
        }))
    }

    /// An editor that introduces itself with these parameters.
    pub fn start_with(params: Value) -> Self {
        let (ours, theirs) = Connection::memory();
        let server = std::thread::spawn(move || serve(&theirs, Path::new("/")));
        let mut client = Self {
            connection: Some(ours),
            server: Some(server),
            next_id: 0,
            version: 0,
            heard: Vec::new(),
            capabilities: Value::Null,
        };
        client.capabilities = client.ask("initialize", params)["capabilities"].take();
        client.tell("initialized", json!({}));
        client
    }

    /// Sends any message.
    pub fn send(&self, message: impl Into<Message>) {
        let connection = self.connection.as_ref().unwrap();
        connection.sender.send(message.into()).unwrap();
    }

    /// Sends a notification.
    pub fn tell(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// Sends a request and waits for what comes back.
    pub fn request(&mut self, method: &str, params: Value) -> Response {
        self.next_id += 1;
        let id = self.next_id.into();
        self.send(Request::new(self.next_id.into(), method.to_owned(), params));
        loop {
            match self.receive() {
                Message::Response(response) if response.id == id => return response,
                other => self.heard.push(other),
            }
        }
    }

    /// Sends a request that must succeed.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let response = self.request(method, params);
        response
            .response_result
            .unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// Opens a text as [`URI`].
    pub fn open(&mut self, text: &str) {
        self.open_as(URI, text);
    }

    /// Opens a text.
    pub fn open_as(&mut self, uri: &str, text: &str) {
        self.version += 1;
        let document =
            json!({ "uri": uri, "languageId": "yaml", "version": self.version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Opens a text in which `<|>` stands for the cursor; gives the parameters of a
    /// request about that place. Columns are counted in UTF-16.
    pub fn open_at_cursor(&mut self, text: &str) -> Value {
        let (before, after) = text.split_once("<|>").expect("the text has a cursor");
        self.open(&format!("{before}{after}"));
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let character = before[start..].encode_utf16().count();
        json!({
            "textDocument": { "uri": URI },
            "position": { "line": line, "character": character },
        })
    }

    /// Waits for the diagnostics of the last version of a document.
    pub fn diagnostics(&mut self, uri: &str) -> Value {
        let version = self.version;
        let published = self.wait_for("textDocument/publishDiagnostics", |params| {
            params["uri"] == uri && params["version"] == version
        });
        published["diagnostics"].clone()
    }

    /// Waits for a notification, and gives its parameters.
    pub fn wait_for(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let is_it = |message: &Message| match message {
            Message::Notification(told) => told.method == method && fits(&told.params),
            _ => false,
        };
        let message = match self.heard.iter().position(is_it) {
            Some(at) => self.heard.remove(at),
            None => loop {
                let message = self.receive();
                if is_it(&message) {
                    break message;
                }
                self.heard.push(message);
            },
        };
        match message {
            Message::Notification(told) => told.params,
            _ => Value::Null,
        }
    }

    /// Ends the session as the protocol says.
    pub fn shut_down(mut self) -> End {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.end()
    }

    /// Waits for the server to end.
    pub fn end(mut self) -> End {
        self.server.take().unwrap().join().unwrap()
    }

    fn receive(&mut self) -> Message {
        let connection = self.connection.as_ref().unwrap();
        let received = connection.receiver.recv_timeout(PATIENCE);
        received.expect("the server says something")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // The server ends when nobody is there any more.
        drop(self.connection.take());
        if let Some(server) = self.server.take() {
            let ended = server.join();
            assert!(
                ended.is_ok() || std::thread::panicking(),
                "the server panicked"
            );
        }
    }
}
