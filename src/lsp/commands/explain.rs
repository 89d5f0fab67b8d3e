//! What starts a workflow, and what it comes to after anchors and merges.

use serde_json::{Value, json};

use crate::effective::{Comments, Effective};
use crate::lsp::veil::Veil;
use crate::rules::Checked;
use crate::rules::secrets_of;
use crate::rules::shared::words::{excerpt, nearest};
use crate::triggers::describe;

use super::Refusal;
use super::arguments::Arguments;

/// What is told of a workflow.
pub(super) struct Told {
    /// One line of plain text.
    pub title: String,
    /// The whole, in Markdown.
    pub text: String,
}

impl Told {
    pub fn result(self) -> Value {
        json!({ "title": self.title, "text": self.text })
    }
}

/// What starts a workflow.
pub(super) fn triggers(checked: &Checked, arguments: &Arguments) -> Result<Told, Refusal> {
    let tree = &checked.tree;
    let id = workflow(checked, arguments)?;
    let mut entries = checked.config.workflows.entries().iter();
    let entry = entries.find(|entry| tree.scalar(entry.entry.key) == Some(id));
    let Some(workflow) = entry.and_then(|entry| entry.value.as_deref()) else {
        let message = format!("the workflow `{}` cannot be read", excerpt(id));
        return Err(Refusal::failed(message));
    };
    let veil = Veil::of(checked);
    let hidden = veil.hidden();
    let description = describe(tree, workflow, hidden);
    Ok(Told {
        title: format!("{}: {}", excerpt(id), description.title),
        text: description.text,
    })
}

/// A workflow, or the whole file, after anchors and merges.
pub(super) fn effective(checked: &Checked, arguments: &Arguments) -> Result<Value, Refusal> {
    let mut file = Effective::new(&checked.tree, &secrets_of(checked));
    if arguments.workflow.is_some() {
        let id = workflow(checked, arguments)?;
        let message = || Refusal::failed(format!("the workflow `{}` cannot be read", excerpt(id)));
        file = file.of_workflow(id).ok_or_else(message)?;
    }
    let text = file.yaml(Comments::default());
    let text = text.map_err(|error| Refusal::failed(format!("{error}; {}", error.help())))?;
    Ok(json!({ "text": text }))
}

/// The id of the workflow that is meant.
fn workflow<'a>(checked: &'a Checked, arguments: &Arguments) -> Result<&'a str, Refusal> {
    let ids = Effective::workflow_ids(&checked.tree);
    let Some(wanted) = arguments.workflow.as_deref() else {
        return match ids.as_slice() {
            [only] => Ok(only),
            _ => Err(Refusal::invalid("the id of a workflow is missing")),
        };
    };
    if let Some(found) = ids.iter().find(|id| **id == wanted) {
        return Ok(found);
    }
    let near = nearest(wanted, ids.iter().copied());
    let near = near.map_or_else(String::new, |near| {
        format!("; did you mean `{}`?", excerpt(near))
    });
    let message = format!("there is no workflow `{}`{near}", excerpt(wanted));
    Err(Refusal::failed(message))
}
