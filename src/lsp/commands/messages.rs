//! What the editor is told while a command runs and when it has ended.

use crossbeam_channel::Sender;
use gen_lsp_types as lsp;
use lsp_server::{Message, Notification};
use serde::Serialize;
use serde_json::{Value, json};

/// The way to the editor.
pub(super) struct Messages {
    sender: Sender<Message>,
    /// The name of the progress, where the editor shows any.
    token: Option<lsp::ProgressToken>,
}

impl Messages {
    pub fn new(sender: &Sender<Message>, token: Option<lsp::ProgressToken>) -> Self {
        Self {
            sender: sender.clone(),
            token,
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

    /// Progress begins.
    pub fn begin(&self, title: &str) {
        self.progress(json!({ "kind": "begin", "title": title, "cancellable": true }));
    }

    /// Progress goes on.
    pub fn report(&self, message: &str) {
        self.progress(json!({ "kind": "report", "message": message }));
    }

    /// Progress has ended.
    pub fn end(&self, message: &str) {
        self.progress(json!({ "kind": "end", "message": message }));
    }

    fn progress(&self, value: Value) {
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
