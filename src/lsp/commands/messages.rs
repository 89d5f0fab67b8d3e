//! What the editor is told while a command runs and when it has ended.

use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::Sender;
use gen_lsp_types as lsp;
use lsp_server::{Message, Notification};
use serde::Serialize;
use serde_json::{Value, json};

/// The way to the editor.
#[derive(Clone)]
pub(super) struct Messages {
    sender: Sender<Message>,
    /// The name of the progress, where the editor shows any.
    token: Option<lsp::ProgressToken>,
    state: Arc<Mutex<State>>,
}

/// How far the progress is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The editor has not allowed it yet, and may never.
    Asked,
    Begun,
    Ended,
}

impl Messages {
    pub fn new(sender: &Sender<Message>, token: Option<lsp::ProgressToken>) -> Self {
        Self {
            sender: sender.clone(),
            token,
            state: Arc::new(Mutex::new(State::Asked)),
        }
    }

    /// Shows a line to the person.
    pub fn show(&self, kind: lsp::MessageType, message: String) {
        let params = lsp::ShowMessageParams::new(kind, message);
        self.notify::<lsp::ShowMessageNotification>(&params);
    }

    /// Writes a text where the editor keeps what servers say.
    pub fn log(&self, message: String) {
        let params = lsp::LogMessageParams::new(lsp::MessageType::Info, message);
        self.notify::<lsp::LogMessageNotification>(&params);
    }

    /// Progress begins, unless it has ended already.
    pub fn begin(&self, title: &str) {
        let value = json!({ "kind": "begin", "title": title, "cancellable": true });
        self.progress(value, State::Asked, State::Begun);
    }

    /// Progress goes on, if it has begun.
    pub fn report(&self, message: &str) {
        let value = json!({ "kind": "report", "message": message });
        self.progress(value, State::Begun, State::Begun);
    }

    /// Progress has ended. Where it never began nothing is said.
    pub fn end(&self, message: &str) {
        let value = json!({ "kind": "end", "message": message });
        self.progress(value, State::Begun, State::Ended);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = State::Ended;
    }

    /// Sends it in a state, which is another afterwards.
    fn progress(&self, value: Value, when: State, then: State) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if *state != when {
            return;
        }
        *state = then;
        if let Some(token) = &self.token {
            let params = lsp::ProgressParams::new(token.clone(), value);
            self.notify::<lsp::ProgressNotification>(&params);
        }
    }

    fn notify<N: lsp::Notification>(&self, params: &N::Params)
    where
        N::Params: Serialize,
    {
        self.send(Notification::new(N::METHOD.to_string(), params).into());
    }

    /// Sends any message.
    pub fn send(&self, message: Message) {
        // Nobody reads any more: there is nobody to tell that to.
        let _ = self.sender.send(message);
    }
}
