//! The loop: what comes in, in which order it is done, what goes out.

use std::collections::VecDeque;
use std::path::Path;

use gen_lsp_types as lsp;
use gen_lsp_types::{LspNotificationMethod as Told, Notification as _};
use lsp_server::{Connection, Message, ProtocolError};
use serde::Serialize;

use super::End;
use super::capabilities::capabilities;
use super::commands::Commands;
use super::diagnostics::diagnostics;
use super::dispatch::{self, read};
use super::notifications::{did_change, did_close, did_open};
use super::session::Session;

pub(super) fn serve(connection: &Connection, cwd: &Path) -> Result<End, ProtocolError> {
    let (id, params) = connection.initialize_start()?;
    let params: lsp::InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let session = Session::new(params, cwd);
    let result = serde_json::json!({
        "capabilities": capabilities(session.encoding()),
        "serverInfo": { "name": crate::report::TOOL_NAME, "version": crate::report::TOOL_VERSION },
    });
    connection.initialize_finish(id, result)?;
    let mut server = Server {
        connection,
        session,
        commands: Commands::new(connection.sender.clone()),
        waiting: VecDeque::new(),
        outdated: Vec::new(),
    };
    server.run()
}

struct Server<'c> {
    connection: &'c Connection,
    session: Session,
    /// Work that goes on beside the loop.
    commands: Commands,
    /// Messages that were read and not yet looked at.
    waiting: VecDeque<Message>,
    /// Documents whose diagnostics are not those of their text.
    outdated: Vec<lsp::Uri>,
}

impl Server<'_> {
    fn run(&mut self) -> Result<End, ProtocolError> {
        loop {
            if self.waiting.is_empty() && self.connection.receiver.is_empty() {
                self.publish();
            }
            let Some(message) = self.next() else {
                return Ok(End::Abrupt);
            };
            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(End::Orderly);
                    }
                    let Some(request) = self.commands.take(&mut self.session, request) else {
                        continue;
                    };
                    let response = dispatch::answer(&mut self.session, request);
                    self.send(response.into());
                }
                Message::Notification(told)
                    if Told::from(told.method.as_str()) == lsp::ExitNotification::METHOD =>
                {
                    return Ok(End::Abrupt);
                }
                Message::Notification(told) => self.hear(&told.method, told.params),
                Message::Response(_) => {}
            }
        }
    }

    /// The next message, after all that wait were read.
    fn next(&mut self) -> Option<Message> {
        if self.waiting.is_empty() {
            self.waiting
                .push_back(self.connection.receiver.recv().ok()?);
        }
        self.waiting.extend(self.connection.receiver.try_iter());
        self.waiting.pop_front()
    }

    fn send(&self, message: Message) {
        // Nobody reads any more: the end comes with the next message.
        let _ = self.connection.sender.send(message);
    }

    fn notify<N: lsp::Notification>(&self, params: &N::Params)
    where
        N::Params: Serialize,
    {
        let method = N::METHOD.to_string();
        self.send(lsp_server::Notification::new(method, params).into());
    }

    fn hear(&mut self, method: &str, params: serde_json::Value) {
        match Told::from(method) {
            Told::CancelRequest | Told::WindowWorkDoneProgressCancel => {
                self.commands.cancel(&params);
            }
            Told::TextDocumentDidOpen => {
                if let Ok(params) = read::<lsp::DidOpenTextDocumentParams>(params) {
                    self.outdated.push(params.text_document.uri.clone());
                    did_open::handle(&mut self.session, params);
                }
            }
            Told::TextDocumentDidChange => {
                if let Ok(params) = read::<lsp::DidChangeTextDocumentParams>(params) {
                    let uri = params.text_document.text_document_identifier.uri.clone();
                    self.outdated.push(uri);
                    did_change::handle(&mut self.session, params);
                }
            }
            Told::TextDocumentDidClose => {
                if let Ok(params) = read::<lsp::DidCloseTextDocumentParams>(params) {
                    let uri = params.text_document.uri;
                    if did_close::handle(&mut self.session, &uri) {
                        let none = lsp::PublishDiagnosticsParams::new(uri, None, Vec::new());
                        self.notify::<lsp::PublishDiagnosticsNotification>(&none);
                    }
                }
            }
            _ => {}
        }
    }

    fn publish(&mut self) {
        let mut outdated = std::mem::take(&mut self.outdated);
        outdated.dedup();
        for uri in outdated {
            let Some(version) = self.session.document(&uri).map(|document| document.version) else {
                continue;
            };
            let Some(view) = self.session.view(&uri) else {
                continue;
            };
            let found = diagnostics(&view);
            let params = lsp::PublishDiagnosticsParams::new(uri.clone(), Some(version), found);
            self.notify::<lsp::PublishDiagnosticsNotification>(&params);
        }
    }
}
