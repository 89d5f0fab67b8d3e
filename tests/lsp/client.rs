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

/// The URI of a path without odd characters.
pub fn file_uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

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

    /// An editor with these capabilities.
    pub fn able(capabilities: Value) -> Self {
        Self::start_with(json!({
            "initializationOptions": { "shellcheck": "never" },
            "capabilities": capabilities,
        }))
    }

    /// An editor that has opened this folder.
    pub fn in_folder(folder: &Path, options: Value, capabilities: Value) -> Self {
        Self::start_with(json!({
            "workspaceFolders": [{ "uri": file_uri(folder), "name": "f" }],
            "initializationOptions": options,
            "capabilities": capabilities,
        }))
    }

    /// An editor that has not said anything yet.
    pub fn silent() -> Self {
        Self::after(Vec::new())
    }

    /// An editor that has sent all this before the server looks.
    pub fn after(messages: Vec<Message>) -> Self {
        let (ours, theirs) = Connection::memory();
        for message in messages {
            ours.sender.send(message).unwrap();
        }
        let server = std::thread::spawn(move || serve(&theirs, Path::new("/")));
        Self {
            connection: Some(ours),
            server: Some(server),
            next_id: 0,
            version: 0,
            heard: Vec::new(),
            capabilities: Value::Null,
        }
    }

    /// An editor that introduces itself with these parameters.
    pub fn start_with(params: Value) -> Self {
        let mut client = Self::silent();
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

    /// Waits for the response to a request with this id.
    pub fn response_to(&mut self, id: i32) -> Response {
        let is_it = |message: &Message| match message {
            Message::Response(response) => response.id == id.into(),
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
            Message::Response(response) => response,
            other => panic!("{other:?} is no response"),
        }
    }

    /// All that the server has said and nobody has asked for.
    pub fn heard(&self) -> String {
        format!("{:?}", self.heard)
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

    /// Changes a document that was opened before.
    pub fn change(&mut self, uri: &str, changes: Value) {
        self.version += 1;
        let document = json!({ "uri": uri, "version": self.version });
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": changes }),
        );
    }

    /// A document's text as the server has it.
    pub fn text(&mut self, uri: &str) -> Value {
        self.ask(
            "codemagic-lint/viewText",
            json!({ "textDocument": { "uri": uri } }),
        )
    }

    /// The response to a request that was sent before.
    pub fn response(&mut self, id: i32) -> Response {
        let is_it = |message: &Message| match message {
            Message::Response(response) => response.id == id.into(),
            _ => false,
        };
        let at = self.heard.iter().position(is_it);
        let message = at.map(|at| self.heard.remove(at));
        let message = message.unwrap_or_else(|| {
            loop {
                let message = self.receive();
                if is_it(&message) {
                    break message;
                }
                self.heard.push(message);
            }
        });
        match message {
            Message::Response(response) => response,
            other => panic!("{other:?}"),
        }
    }

    /// Waits for a request of the server, and answers it.
    pub fn grant(&mut self, method: &str, result: Value) -> Value {
        let is_it =
            |message: &Message| matches!(message, Message::Request(it) if it.method == method);
        let at = self.heard.iter().position(is_it);
        let message = at.map(|at| self.heard.remove(at));
        let message = message.unwrap_or_else(|| {
            loop {
                let message = self.receive();
                if is_it(&message) {
                    break message;
                }
                self.heard.push(message);
            }
        });
        let Message::Request(request) = message else {
            panic!("{message:?}");
        };
        self.send(Response::new_ok(request.id, result));
        request.params
    }

    /// Takes the parameters of all notifications of this method that were heard so far.
    pub fn take(&mut self, method: &str) -> Vec<Value> {
        let (taken, kept) = std::mem::take(&mut self.heard)
            .into_iter()
            .partition(|it| matches!(it, Message::Notification(told) if told.method == method));
        self.heard = kept;
        let taken: Vec<Message> = taken;
        let params = taken.into_iter().map(|message| match message {
            Message::Notification(told) => told.params,
            _ => Value::Null,
        });
        params.collect()
    }

    /// How many notifications of this method were heard so far.
    pub fn count(&self, method: &str) -> usize {
        let is_it = |message: &&Message| matches!(message, Message::Notification(told) if told.method == method);
        self.heard.iter().filter(is_it).count()
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
        received.unwrap_or_else(|_| panic!("the server says nothing more: {:#?}", self.heard))
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
