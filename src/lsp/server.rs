//! The loop: what comes in, in which order it is done, what goes out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use crossbeam_channel::{never, select};
use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::End;
use super::capabilities::pulls;
use super::commands::Commands;
use super::diagnostics::result_id;
use super::dispatch::{self, read};
use super::document::Document;
use super::introduction::greet;
use super::notifications::{configuration, hear};
use super::parent::Parent;
use super::pulls::{Pulls, Step};
use super::queue::{Queue, cancelled, cancelled_response};
use super::requests::document_diagnostic::found;
use super::schedule::QUICK;
use super::session::Session;
use super::shell::{Answer, Desk};

/// How often it is looked whether the editor's process is still there.
const PARENT: Duration = Duration::from_secs(3);

/// As good as never.
const LONG: Duration = Duration::from_hours(1);

pub(super) fn serve(connection: &Connection, cwd: &Path) -> End {
    let Some((session, parent)) = greet(connection, cwd) else {
        return End::Abrupt;
    };
    let server = Server {
        connection,
        session,
        commands: Commands::new(connection.sender.clone()),
        parent,
        queue: Queue::default(),
        pulls: Pulls::default(),
        is_shut_down: false,
    };
    server.run()
}

struct Server<'c> {
    connection: &'c Connection,
    session: Session,
    /// Work that goes on beside the loop.
    commands: Commands,
    parent: Option<Parent>,
    queue: Queue,
    /// Requests for the workspace's diagnostics.
    pulls: Pulls,
    is_shut_down: bool,
}

impl Server<'_> {
    fn run(mut self) -> End {
        loop {
            self.take_in();
            if self.session.editor().is_gone() {
                return End::Abrupt;
            }
            if let Some(message) = self.queue.next() {
                if let Some(end) = self.handle(message) {
                    return end;
                }
                continue;
            }
            if !self.is_shut_down && self.work() {
                continue;
            }
            if !self.wait() {
                return End::Abrupt;
            }
        }
    }

    /// Reads all that waits, so that what is cancelled or outdated is never begun.
    fn take_in(&mut self) {
        for message in self.connection.receiver.try_iter() {
            if let Some(response) = self.queue.add(message) {
                self.session.editor().respond(response);
            }
        }
    }

    /// Waits for a message, for shellcheck or for something to do. Gives whether the
    /// editor is still there.
    fn wait(&mut self) -> bool {
        let now = Instant::now();
        let due = self.next_due(now);
        let mut patience = due.map_or(LONG, |due| due.saturating_duration_since(now));
        if self.parent.is_some() {
            patience = patience.min(PARENT);
        }
        select! {
            recv(self.connection.receiver) -> message => match message {
                Ok(message) => {
                    if let Some(response) = self.queue.add(message) {
                        self.session.editor().respond(response);
                    }
                }
                Err(_) => return false,
            },
            recv(self.session.shell.answers) -> answer => match answer {
                Ok(answer) => self.hear_shell(answer),
                Err(_) => self.session.shell.answers = never(),
            },
            default(patience) => {
                return self.parent.as_ref().is_none_or(|parent| !parent.is_gone());
            }
        }
        true
    }

    fn next_due(&self, now: Instant) -> Option<Instant> {
        if self.is_shut_down {
            return None;
        }
        let publish = self.session.outdated.next();
        [publish, self.shell_due(now)].into_iter().flatten().min()
    }

    /// Does one thing of those that are due. Gives whether there was one.
    fn work(&mut self) -> bool {
        let now = Instant::now();
        if let Some(uri) = self.session.outdated.take(now) {
            self.publish(lsp::Uri(uri));
            return true;
        }
        if self.shell_due(now).is_some_and(|due| due <= now) {
            let documents = self.session.asking();
            let unseen = documents.filter_map(|document| document.unseen());
            let scripts = unseen.flat_map(|(scripts, _)| scripts).cloned().collect();
            self.session.shell.ask(scripts);
            return true;
        }
        self.pull()
    }

    /// When scripts are to be shown to shellcheck: at once those that nobody typed.
    fn shell_due(&self, now: Instant) -> Option<Instant> {
        if !self.session.shell.is_free() {
            return None;
        }
        let documents = self.session.asking();
        let unseen = documents.filter_map(|document| document.unseen());
        let typed = unseen.map(|(_, typed)| typed).max()?;
        Some(Desk::due(typed).unwrap_or(now))
    }

    fn hear_shell(&mut self, answer: Answer) {
        self.session.shell.answered();
        if self.is_shut_down {
            return;
        }
        let log = |message: String| {
            let editor = self.session.editor();
            editor.log(lsp::MessageType::Info, message);
        };
        match answer {
            Answer::Absent(why) => return log(why),
            Answer::Found(shellcheck, told) => {
                log(told);
                self.session.project.set_shellcheck(Some(shellcheck));
                self.session.outdate_where(|_| true);
            }
            Answer::Judged(errors) => {
                for error in errors {
                    log(format!("shellcheck did not see every script: {error}"));
                }
                let waits = |document: &Document| document.unseen().is_some();
                if !self.session.outdate_where(waits) {
                    return;
                }
            }
        }
        self.session.refresh();
    }

    fn handle(&mut self, message: Message) -> Option<End> {
        match message {
            Message::Request(request) => {
                self.answer(request);
                None
            }
            Message::Notification(told) if told.method == "exit" => Some(if self.is_shut_down {
                End::Orderly
            } else {
                End::Abrupt
            }),
            Message::Notification(_) if self.is_shut_down => None,
            message if cancelled(&message).is_some() => {
                let id = cancelled(&message);
                if let Some(id) = &id {
                    self.commands.cancel(id);
                }
                if let Some(id) = id.filter(|id| self.pulls.remove(id)) {
                    self.session.editor().respond(cancelled_response(id));
                }
                None
            }
            Message::Notification(told) if told.method == "window/workDoneProgress/cancel" => {
                self.commands.cancel_progress(&told.params);
                None
            }
            Message::Notification(told) => {
                let method = told.method.clone();
                let start = Instant::now();
                let generation = self.session.generation;
                if guarded(|| hear(&mut self.session, told)).is_err() {
                    self.tell_fault(&method);
                }
                // After a change of the text that is done with the diagnostics.
                if self.session.generation != generation && method != "textDocument/didChange" {
                    self.tell_troubles();
                }
                self.session.editor().trace(&method, start.elapsed());
                None
            }
            Message::Response(_) if self.is_shut_down => None,
            Message::Response(response) => {
                if !self.commands.answered(&response)
                    && self.session.editor().expects(&response)
                    && let Ok(result) = response.response_result
                {
                    configuration::answered(&mut self.session, &result);
                }
                None
            }
        }
    }

    fn answer(&mut self, request: Request) {
        let (id, method) = (request.id.clone(), request.method.clone());
        let refuse = |message: String| {
            Response::new_err(id.clone(), ErrorCode::InvalidRequest as i32, message)
        };
        let start = Instant::now();
        let response = match method.as_str() {
            _ if self.is_shut_down => refuse(format!("`{method}` came after `shutdown`")),
            "initialize" => refuse("`initialize` came a second time".to_owned()),
            "shutdown" => {
                self.is_shut_down = true;
                for id in self.pulls.take() {
                    self.release(id);
                }
                self.commands.stop();
                Response::new_ok(request.id, Value::Null)
            }
            "workspace/diagnostic" => {
                if let Some(params) = self.params(&request.id, &method, request.params) {
                    self.pulls.add(request.id, params);
                }
                return;
            }
            "textDocument/diagnostic" if self.is_passing(&request) => superseded(request.id),
            "workspace/executeCommand" => {
                let done = guarded(|| self.commands.execute(&mut self.session, request));
                match done {
                    Ok(Some(response)) => response,
                    // It is answered when it has ended.
                    Ok(None) => return,
                    Err(Fault) => self.faulty(id, &method),
                }
            }
            _ => match guarded(|| dispatch::answer(&mut self.session, request)) {
                Ok(response) => response,
                Err(Fault) => self.faulty(id, &method),
            },
        };
        self.session.editor().respond(response);
        self.session.editor().trace(&method, start.elapsed());
    }

    fn params<T: DeserializeOwned>(
        &self,
        id: &RequestId,
        method: &str,
        params: Value,
    ) -> Option<T> {
        let read = read(method, params);
        let refuse = |message| {
            let code = ErrorCode::InvalidParams as i32;
            let response = Response::new_err(id.clone(), code, message);
            self.session.editor().respond(response);
        };
        read.map_err(refuse).ok()
    }

    /// Whether the text that is asked about costs much, and changes in the next moment.
    fn is_passing(&self, request: &Request) -> bool {
        let uri = request.params["textDocument"]["uri"].as_str();
        let Some(uri) = uri.map(|uri| lsp::Uri(uri.to_owned())) else {
            return false;
        };
        let document = self.session.document(&uri);
        document.is_some_and(|it| it.last_check() >= QUICK) && self.queue.will_change(&uri)
    }

    /// Does one thing for a request for the workspace's diagnostics. Gives whether there
    /// was one.
    fn pull(&mut self) -> bool {
        let Some(id) = self.pulls.next(&self.session) else {
            return false;
        };
        let start = Instant::now();
        let method = "workspace/diagnostic";
        match guarded(|| self.pulls.step(&mut self.session)) {
            Ok(Step::Looked) => return true,
            Ok(Step::Replaced(id)) => self.release(id),
            Ok(Step::Answered(response)) => {
                self.session.editor().respond(response);
                self.session.editor().trace(method, start.elapsed());
            }
            Err(Fault) => {
                self.pulls.remove(&id);
                let response = self.faulty(id, method);
                self.session.editor().respond(response);
            }
        }
        self.tell_troubles();
        true
    }

    /// Ends a request to which there is nothing new to say.
    fn release(&self, id: RequestId) {
        let code = ErrorCode::ServerCancelled as i32;
        let mut response = Response::new_err(id, code, "there is nothing new".to_owned());
        if let Err(error) = &mut response.response_result {
            error.data = Some(json!({ "retriggerRequest": false }));
        }
        self.session.editor().respond(response);
    }

    /// Sends what is found in a document, unless the editor asks for it by itself.
    fn publish(&mut self, uri: lsp::Uri) {
        let start = Instant::now();
        let is_pulled = pulls(self.session.client());
        let made = guarded(|| {
            // Checked here all the same: shellcheck gets to know the scripts by it.
            let version = self.session.document(&uri)?.version;
            let found = found(&mut self.session, &uri)?;
            let is_news = !is_pulled && self.session.publish(&uri, result_id(&found));
            is_news.then_some((version, found))
        });
        match made {
            Ok(Some((version, found))) => {
                let params = lsp::PublishDiagnosticsParams::new(uri, Some(version), found);
                let editor = self.session.editor();
                editor.tell::<lsp::PublishDiagnosticsNotification>(&params);
                editor.trace("textDocument/publishDiagnostics", start.elapsed());
            }
            Ok(None) => {}
            Err(Fault) => self.tell_fault("textDocument/publishDiagnostics"),
        }
        self.tell_troubles();
    }

    fn tell_troubles(&mut self) {
        let session = &mut self.session;
        let encoding = session.encoding();
        let mut troubles = std::mem::take(&mut session.troubles);
        troubles.tell(&session.project, encoding, session.editor());
        session.troubles = troubles;
    }

    /// The response to a request that met a fault, which is told.
    fn faulty(&self, id: RequestId, method: &str) -> Response {
        self.tell_fault(method);
        let message = format!("`{method}` failed: a fault of the server");
        Response::new_err(id, ErrorCode::InternalError as i32, message)
    }

    fn tell_fault(&self, method: &str) {
        let message = format!("`{method}` met a fault of the server; please report it");
        let editor = self.session.editor();
        editor.log(lsp::MessageType::Error, message);
    }
}

/// The response to a request whose answer would be outdated at once. The editor is
/// asked to send it again.
fn superseded(id: RequestId) -> Response {
    let message = "the text is changing".to_owned();
    let mut response = Response::new_err(id, ErrorCode::ServerCancelled as i32, message);
    if let Err(error) = &mut response.response_result {
        error.data = Some(json!({ "retriggerRequest": true }));
    }
    response
}

/// Something panicked. What that says of itself may quote the text, with its secrets.
#[derive(Debug, PartialEq)]
struct Fault;

/// Does something that may have a fault in it, and goes on after that. What the session
/// knows of a text is made anew when it is asked for, so that nothing half done is left.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_no_end() {
        let empty: [u8; 0] = [];
        assert_eq!(guarded(|| empty[std::hint::black_box(3)]), Err(Fault));
        assert_eq!(guarded(|| 1), Ok(1));
    }

    #[test]
    fn an_outdated_request_is_to_be_sent_again() {
        let error = superseded(1.into()).response_result.unwrap_err();
        assert_eq!(error.code, -32802);
        assert_eq!(error.data, Some(json!({ "retriggerRequest": true })));
    }
}
