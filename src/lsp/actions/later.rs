//! Actions whose edits are made when somebody chooses them: `codeAction/resolve`.

use gen_lsp_types as lsp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::finding::{Edit, Finding};
use crate::lsp::edits::workspace_edit;
use crate::lsp::session::Session;
use crate::lsp::view::View;

use super::{Trial, Trying, findings, suppress};

/// What an action does that has no edits yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "do")]
pub(super) enum Task {
    /// Applies the fix of a finding.
    Fix(Known),
    /// Applies the fixes of all findings of its rule.
    FixAlike(Known),
    /// Applies all safe fixes.
    FixAll,
    /// Silences a finding where it stands.
    Silence(Known),
    /// Silences its rule in the whole file.
    SilenceRule(Known),
}

/// By what a finding is found again in the same text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    rule: String,
    fingerprint: String,
    /// Where it stands, in bytes.
    start: usize,
}

impl Known {
    /// Of a finding.
    pub fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.to_string(),
            fingerprint: finding.fingerprint.clone(),
            start: finding.span.start(),
        }
    }

    fn find<'v>(&self, view: &'v View<'_>) -> Option<&'v Finding> {
        let mut findings = view.checked.findings.iter();
        findings.find(|it| {
            it.rule == self.rule
                && it.span.start() == self.start
                && it.fingerprint == self.fingerprint
        })
    }
}

/// What an editor keeps of an action and sends back.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    uri: lsp::Uri,
    version: i32,
    task: Task,
}

/// Whether an editor asks for the edits of the action that was chosen.
pub(in crate::lsp) fn asks_later(client: &lsp::ClientCapabilities) -> bool {
    let documents = client.text_document.as_ref();
    let actions = documents.and_then(|documents| documents.code_action.as_ref());
    actions.is_some_and(|actions| {
        let resolved = actions.resolve_support.as_ref();
        let resolved = resolved.map(|it| it.properties.as_slice());
        let has_edit = resolved.unwrap_or_default().iter().any(|it| it == "edit");
        has_edit && actions.data_support == Some(true)
    })
}

/// What is sent of an action whose edits are made later.
pub(super) fn data(view: &View<'_>, task: Task) -> Option<Value> {
    let uri = view.uri.clone();
    let version = view.session.document(&uri)?.version;
    serde_json::to_value(Data { uri, version, task }).ok()
}

/// The action with its edits. An error where there are none any more, in a sentence.
pub(in crate::lsp) fn resolve(
    session: &mut Session,
    mut action: lsp::CodeAction,
) -> Result<lsp::CodeAction, String> {
    if action.edit.is_some() {
        return Ok(action);
    }
    let data = action.data.clone();
    let data = data.and_then(|data| serde_json::from_value::<Data>(data).ok());
    let Data { uri, version, task } =
        data.ok_or("the action is none of those that were offered here")?;
    let known = session.document(&uri).map(|it| it.version);
    if known != Some(version) {
        return Err("the text has changed since the action was offered".to_owned());
    }
    let view = session.view(&uri).ok_or("the text is not looked at")?;
    let edits = made(&view, &task)?.filter(|edits| !edits.is_empty());
    let edits = edits.ok_or("this would do harm here, so nothing is changed")?;
    action.edit = Some(workspace_edit(&view, &edits));
    Ok(action)
}

/// The edits, if they do no harm. An error where what they are for is not there.
fn made(view: &View<'_>, task: &Task) -> Result<Option<Vec<Edit>>, String> {
    let trying = Trying::one(view);
    let find = |known: &Known| {
        let found = known.find(view);
        found.ok_or("what the action is for is not found any more")
    };
    Ok(match task {
        Task::Fix(known) => {
            let finding = find(known)?;
            let edits = finding.fix.as_ref().map(|fix| &fix.edits);
            let good = edits.filter(|edits| trying.trial(finding, edits) == Trial::Good);
            good.cloned()
        }
        Task::FixAlike(known) => findings::alike(view, find(known)?, None).map(|it| it.0),
        Task::FixAll => findings::safe(view, None).map(|it| it.0),
        Task::Silence(known) => suppress::here(&trying, find(known)?),
        Task::SilenceRule(known) => suppress::in_file(&trying, &find(known)?.rule),
    })
}
