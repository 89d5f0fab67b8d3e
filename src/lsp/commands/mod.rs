//! `workspace/executeCommand`: what code lenses and people ask for.
//!
//! A dry run takes longer than a person types, so it runs on a thread of its own, one at
//! a time, and answers when it is done. Cancelled, it is answered at once and broken off
//! after the step that it is at; the next one begins after that. The other commands are
//! answered at once.

mod arguments;
mod dry_run;
mod explain;
mod messages;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::Sender;
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Request, RequestId, Response};
use serde_json::Value;

use crate::rules::{Checked, Settings};

use super::dispatch::read;
use super::document::Seen;
use super::queue::cancelled_response;
use super::session::Session;

use arguments::Arguments;
use messages::Messages;

/// Plays what a workflow would publish: `[uri, workflow?, account file?]`.
pub(super) const DRY_RUN: &str = "codemagic-lint.dryRun";
/// What starts a workflow: `[uri, workflow]`.
pub(super) const EXPLAIN_TRIGGERS: &str = "codemagic-lint.explainTriggers";
/// A workflow after anchors and merges: `[uri, workflow?]`.
pub(super) const SHOW_EFFECTIVE: &str = "codemagic-lint.showEffective";

/// The commands, for the capabilities.
pub(super) fn offered() -> lsp::ExecuteCommandOptions {
    let commands = [DRY_RUN, EXPLAIN_TRIGGERS, SHOW_EFFECTIVE];
    lsp::ExecuteCommandOptions {
        commands: commands.map(str::to_owned).into(),
        work_done_progress_options: lsp::WorkDoneProgressOptions {
            work_done_progress: Some(true),
        },
    }
}

/// Why a command was not done.
struct Refusal {
    code: ErrorCode,
    message: String,
}

impl Refusal {
    /// What was asked cannot be understood.
    fn invalid(message: impl Into<String>) -> Self {
        Self {
            code: ErrorCode::InvalidParams,
            message: message.into(),
        }
    }

    /// What was asked cannot be done.
    fn failed(message: impl Into<String>) -> Self {
        Self {
            code: ErrorCode::RequestFailed,
            message: message.into(),
        }
    }

    fn response(self, id: RequestId) -> Response {
        Response::new_err(id, self.code as i32, self.message)
    }
}

/// Runs commands, and knows of the one that goes on.
pub(super) struct Commands {
    sender: Sender<Message>,
    running: Option<Running>,
    /// The thread that plays, once there was something to play.
    stage: Option<Sender<dry_run::Work>>,
    /// How many ran so far, for names of progress.
    count: usize,
}

/// A command that goes on.
struct Running {
    id: RequestId,
    /// How the editor may name its progress.
    token: Option<lsp::ProgressToken>,
    /// The request to the editor that is to allow the progress.
    permission: Option<RequestId>,
    title: String,
    messages: Messages,
    /// Whether it was answered, or nobody waits any more.
    is_answered: Arc<AtomicBool>,
}

impl Commands {
    /// Without any command yet; `sender` leads to the editor.
    pub fn new(sender: Sender<Message>) -> Self {
        Self {
            sender,
            running: None,
            stage: None,
            count: 0,
        }
    }

    /// Does what a request for a command asks. `None` where the answer comes later.
    pub fn execute(&mut self, session: &mut Session, request: Request) -> Option<Response> {
        let id = request.id.clone();
        let done = match read(&request.method, request.params) {
            Ok(params) => self.command(session, request.id, params),
            Err(error) => Err(Refusal::invalid(error)),
        };
        match done {
            Ok(result) => Some(Response::new_ok(id, result?)),
            Err(refusal) => Some(refusal.response(id)),
        }
    }

    /// Ends the command that a request asked for, if it goes on.
    pub fn cancel(&mut self, request: &RequestId) {
        if self.running.as_ref().is_some_and(|it| it.id == *request) {
            self.stop();
        }
    }

    /// Ends the command whose progress the person cancelled.
    pub fn cancel_progress(&mut self, params: &Value) {
        let token = serde_json::from_value(params["token"].clone()).ok();
        let is_meant = |it: &Running| token.is_some() && it.token == token;
        if self.running.as_ref().is_some_and(is_meant) {
            self.stop();
        }
    }

    /// Ends the command that goes on, if there is one.
    pub fn stop(&mut self) {
        let Some(running) = self.running.take() else {
            return;
        };
        if running.is_answered.swap(true, Ordering::AcqRel) {
            return;
        }
        running.messages.end("cancelled");
        running.messages.send(cancelled_response(running.id).into());
    }

    /// Takes the answer to whether progress may be shown. Gives whether it was that.
    pub fn answered(&mut self, response: &Response) -> bool {
        let is_it = |it: &&Running| it.permission.as_ref() == Some(&response.id);
        let Some(running) = self.running.as_ref().filter(is_it) else {
            return false;
        };
        if response.response_result.is_ok() {
            running.messages.begin(&running.title);
        }
        true
    }

    /// Does a command. `None` where the answer comes later.
    fn command(
        &mut self,
        session: &mut Session,
        id: RequestId,
        params: lsp::ExecuteCommandParams,
    ) -> Result<Option<Value>, Refusal> {
        let command = params.command.as_str();
        let takes = match command {
            DRY_RUN => {
                "the URI of a document, the id of a workflow and the path of an account file"
            }
            EXPLAIN_TRIGGERS | SHOW_EFFECTIVE => "the URI of a document and the id of a workflow",
            _ => {
                let message = format!("there is no command `{command}` here");
                return Err(Refusal::invalid(message));
            }
        };
        let read = Arguments::read(params.arguments.unwrap_or_default());
        let arguments =
            read.ok_or_else(|| Refusal::invalid(format!("`{command}` takes {takes}, as texts")))?;
        let Some(Seen {
            checked, settings, ..
        }) = session.check(&arguments.uri)
        else {
            let message = format!("`{}` is no open codemagic.yaml", arguments.uri.0);
            return Err(Refusal::failed(message));
        };
        match command {
            EXPLAIN_TRIGGERS => {
                let told = explain::triggers(&checked, &arguments)?;
                let messages = Messages::new(&self.sender, None);
                messages.show(lsp::MessageType::Info, told.title.clone());
                messages.log(told.text.clone());
                Ok(Some(told.result()))
            }
            SHOW_EFFECTIVE => explain::effective(&checked, &arguments).map(Some),
            _ => {
                let progress = params.work_done_progress_params;
                self.begin(session, id, progress, arguments, (checked, settings))?;
                Ok(None)
            }
        }
    }

    /// Begins a dry run, or lets it wait until one that was cancelled has ended.
    fn begin(
        &mut self,
        session: &Session,
        id: RequestId,
        progress: lsp::WorkDoneProgressParams,
        arguments: Arguments,
        (checked, settings): (Arc<Checked>, Arc<Settings>),
    ) -> Result<(), Refusal> {
        let goes_on = |it: &Running| !it.is_answered.load(Ordering::Acquire);
        if self.running.as_ref().is_some_and(goes_on) {
            return Err(Refusal::failed(
                "another dry run goes on; cancel it, or wait until it has ended",
            ));
        }
        self.count += 1;
        let window = session.client().window.as_ref();
        let is_supported = window.and_then(|it| it.work_done_progress) == Some(true);
        let given = progress.work_done_token;
        let own = || {
            let own = format!("codemagic-lint/dry-run/{}", self.count);
            is_supported.then_some(lsp::ProgressToken::String(own))
        };
        let is_allowed = given.is_some();
        let token = given.or_else(own);
        let messages = Messages::new(&self.sender, token.clone());
        let title = match &arguments.workflow {
            Some(id) => format!("Dry run of {id}"),
            None => "Dry run".to_owned(),
        };
        let permission = token.clone().filter(|_| !is_allowed).map(|token| {
            let params = lsp::WorkDoneProgressCreateParams { token };
            let editor = session.editor();
            editor.ask::<lsp::WorkDoneProgressCreateRequest>(&params)
        });
        if is_allowed {
            messages.begin(&title);
        }
        let is_answered = Arc::new(AtomicBool::new(false));
        self.running = Some(Running {
            id: id.clone(),
            token,
            permission,
            title,
            messages: messages.clone(),
            is_answered: Arc::clone(&is_answered),
        });
        let work = dry_run::Work {
            id,
            messages,
            is_answered,
            folder: session.project.cwd().to_owned(),
            arguments,
            checked,
            settings,
        };
        // A thread that has ended drops what it is given, which answers the request.
        let _ = self.stage.get_or_insert_with(dry_run::stage).send(work);
        Ok(())
    }
}

impl Drop for Commands {
    /// Nobody waits any more.
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.is_answered.store(true, Ordering::Release);
        }
    }
}
