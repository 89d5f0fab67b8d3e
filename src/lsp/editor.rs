//! The other side: what is told and asked of it.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use crossbeam_channel::Sender;
use gen_lsp_types as lsp;
use lsp_server::{Message, Notification, Request, RequestId, Response};
use serde::Serialize;

/// The editor at the other end of the connection.
pub(super) struct Editor {
    sender: Sender<Message>,
    is_gone: Cell<bool>,
    is_traced: Cell<bool>,
    asked: Cell<i32>,
    /// Requests whose answers matter.
    expected: RefCell<Vec<RequestId>>,
}

impl Editor {
    /// The editor that reads what is sent there.
    pub fn new(sender: Sender<Message>) -> Self {
        Self {
            sender,
            is_gone: Cell::new(false),
            is_traced: Cell::new(false),
            asked: Cell::new(0),
            expected: RefCell::default(),
        }
    }

    /// Whether nobody reads any more.
    pub fn is_gone(&self) -> bool {
        self.is_gone.get()
    }

    /// Whether it wants to be told what is done.
    pub fn set_trace(&self, value: &lsp::TraceValue) {
        self.is_traced.set(*value != lsp::TraceValue::Off);
    }

    fn send(&self, message: Message) {
        if self.sender.send(message).is_err() {
            self.is_gone.set(true);
        }
    }

    /// Sends a response.
    pub fn respond(&self, response: Response) {
        self.send(response.into());
    }

    /// Sends a notification.
    pub fn tell<N: lsp::Notification>(&self, params: &N::Params)
    where
        N::Params: Serialize,
    {
        self.send(Notification::new(N::METHOD.to_string(), params).into());
    }

    /// Sends a request whose answer does not matter.
    pub fn ask<R: lsp::Request>(&self, params: &R::Params) -> RequestId
    where
        R::Params: Serialize,
    {
        let number = self.asked.get() + 1;
        self.asked.set(number);
        let id = RequestId::from(format!("codemagic-lint-{number}"));
        self.send(Request::new(id.clone(), R::METHOD.to_string(), params).into());
        id
    }

    /// Sends a request whose answer is waited for.
    pub fn ask_and_wait<R: lsp::Request>(&self, params: &R::Params)
    where
        R::Params: Serialize,
    {
        let id = self.ask::<R>(params);
        self.expected.borrow_mut().push(id);
    }

    /// Whether a response is one that is waited for. It is not afterwards.
    pub fn expects(&self, response: &Response) -> bool {
        let mut expected = self.expected.borrow_mut();
        let at = expected.iter().position(|id| *id == response.id);
        at.map(|at| expected.swap_remove(at)).is_some()
    }

    /// Writes to the editor's log of this server.
    pub fn log(&self, kind: lsp::MessageType, message: impl Into<String>) {
        let message = message.into();
        self.tell::<lsp::LogMessageNotification>(&lsp::LogMessageParams { kind, message });
    }

    /// Shows a message to the person.
    pub fn show(&self, kind: lsp::MessageType, message: impl Into<String>) {
        let message = message.into();
        self.tell::<lsp::ShowMessageNotification>(&lsp::ShowMessageParams { kind, message });
    }

    /// Says what was done and how long it took, if that is asked for. Never what it was
    /// done with: texts may hold secrets.
    pub fn trace(&self, what: &str, took: Duration) {
        if !self.is_traced.get() {
            return;
        }
        let milliseconds = took.as_secs_f64() * 1000.0;
        let message = format!("{what}: {milliseconds:.1} ms");
        let verbose = None;
        self.tell::<lsp::LogTraceNotification>(&lsp::LogTraceParams { message, verbose });
    }
}
