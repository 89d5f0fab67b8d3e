//! Dry runs of texts in the editor, on a thread of their own: one after the other.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Sender, unbounded};
use gen_lsp_types as lsp;
use jiff::Timestamp;
use lsp_server::{ErrorCode, RequestId, Response};
use serde_json::{Value, json};

use crate::lsp::veil::Veil;
use crate::publish::plan::{Plan, PlanSettings};
use crate::publish::report::{self, DryRun, Options};
use crate::publish::timeline::{Outcome, Step};
use crate::rehearsal::{Stage, play};
use crate::rules::{Checked, Settings};
use crate::workspace::load_account;

use super::arguments::Arguments;
use super::messages::Messages;

/// A dry run that was asked for.
pub(super) struct Work {
    /// The request.
    pub id: RequestId,
    /// The way to the editor.
    pub messages: Messages,
    /// Whether somebody has answered the request.
    pub is_answered: Arc<AtomicBool>,
    /// The folder at which a relative path of an account file begins.
    pub folder: PathBuf,
    /// What is asked for.
    pub arguments: Arguments,
    /// The text.
    pub checked: Arc<Checked>,
    /// What the text was checked with.
    pub settings: Arc<Settings>,
}

/// A thread that plays what it is given. It ends when nobody can give it anything more.
pub(super) fn stage() -> Sender<Work> {
    let (works, given) = unbounded::<Work>();
    std::thread::spawn(move || given.into_iter().for_each(Work::run));
    works
}

/// What a dry run came to.
struct Played {
    kind: lsp::MessageType,
    line: String,
    text: String,
    result: Value,
}

/// What a program is told, without the secrets of the document.
fn masked(told: Value, veil: &Veil<'_>) -> Value {
    match told {
        Value::String(text) => veil.masked(&text).into(),
        Value::Array(items) => items.into_iter().map(|it| masked(it, veil)).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            fields.map(|(key, it)| (key, masked(it, veil))).collect()
        }
        other => other,
    }
}

impl Work {
    /// Plays it, and answers the request.
    fn run(self) {
        // Cancelled while another was being ended.
        if self.is_cancelled() {
            return;
        }
        // What panics may be half done: the next one begins afresh.
        let played = catch_unwind(AssertUnwindSafe(|| self.play()));
        if let Ok(played) = played {
            self.answer(played);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.is_answered.load(Ordering::Acquire)
    }

    fn play(&self) -> Result<Played, String> {
        let (arguments, checked, settings) = (&self.arguments, &self.checked, &self.settings);
        let now = settings.now.unwrap_or_else(Timestamp::now);
        let account = arguments
            .account
            .as_ref()
            .map(|path| self.folder.join(path));
        let account = account.as_deref().map(load_account).transpose();
        let account = account.map_err(|error| error.to_string())?;
        let settings = PlanSettings {
            workflow: arguments.workflow.clone(),
            // What the editor was started with is none of the text's business, and would
            // be quoted in the report.
            environment: BTreeMap::new(),
            repository: settings.repository.clone(),
            now,
            ..PlanSettings::default()
        };
        let plan = Plan::read(checked, &settings);
        let mut plan = plan.map_err(|error| match &error.help {
            Some(help) => format!("{error}; {help}"),
            None => error.to_string(),
        })?;
        let stage = account.map_or(Stage::Ready, Stage::Account);
        let mut progress = |step: &Step| {
            if self.is_cancelled() {
                return ControlFlow::Break(());
            }
            self.messages.report(report::step_title(step.name));
            ControlFlow::Continue(())
        };
        let timeline = play(&mut plan, stage, now, &mut progress);
        let timeline = timeline.map_err(|error| error.to_string())?;
        let run = DryRun::new(&timeline, &plan, checked.tree.source());
        let veil = Veil::of(checked);
        let text = veil.masked(&report::human(&run, &Options::default()));
        let whole = serde_json::from_str(&report::json(&run)).unwrap_or_default();
        let whole = masked(whole, &veil);
        let kind = match timeline.outcome {
            Outcome::Published => lsp::MessageType::Info,
            Outcome::PublishedWithWarnings | Outcome::NothingToPublish => lsp::MessageType::Warning,
            Outcome::Failed | Outcome::TimedOut => lsp::MessageType::Error,
        };
        Ok(Played {
            kind,
            line: veil.masked(&format!("{}: {}", plan.workflow, report::outcome(&run))),
            result: json!({
                "text": text,
                "outcome": whole.get("outcome"),
                "json": whole,
            }),
            text,
        })
    }

    /// Answers, unless somebody has.
    fn answer(&self, played: Result<Played, String>) {
        if self.is_answered.swap(true, Ordering::AcqRel) {
            return;
        }
        let id = self.id.clone();
        let response = match played {
            Ok(played) => {
                self.messages.end(&played.line);
                self.messages.log(played.text);
                self.messages.show(played.kind, played.line);
                Response::new_ok(id, played.result)
            }
            Err(message) => {
                self.messages.end(&message);
                Response::new_err(id, ErrorCode::RequestFailed as i32, message)
            }
        };
        self.messages.send(response.into());
    }
}

impl Drop for Work {
    /// Whatever happened, the editor does not wait for ever.
    fn drop(&mut self) {
        self.answer(Err("the dry run did not come to its end".to_owned()));
    }
}
