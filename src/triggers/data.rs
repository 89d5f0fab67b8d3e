//! What is known to a condition: variables, the payload, inputs.

use std::borrow::Cow;

use crate::expression::condition::{Data, Literal, MemberKind};
use crate::expression::{reference, template};
use crate::model::Workflow;
use crate::model::triggering::Event;
use crate::model::workflow::InputType;
use crate::rules::shared::inputs::kind;
use crate::syntax::{NodeId, Scalar, Tree};

use super::Webhook;

/// What is known where a webhook starts a workflow.
pub(super) struct Known<'a> {
    pub tree: &'a Tree,
    workflow: &'a Workflow,
    key: NodeId,
    pub webhook: &'a Webhook,
}

impl<'a> Known<'a> {
    pub(super) fn new(
        tree: &'a Tree,
        workflow: &'a Workflow,
        key: NodeId,
        webhook: &'a Webhook,
    ) -> Self {
        Self {
            tree,
            workflow,
            key,
            webhook,
        }
    }

    /// The ids of inputs that webhooks cannot fill in.
    pub(super) fn inputs_without_default(&self) -> Vec<String> {
        let entries = self.workflow.inputs.entries().iter();
        let without = entries.filter(|entry| {
            let input = entry.value.as_deref();
            input.is_some_and(|input| input.default.key().is_none())
        });
        let ids = without.filter_map(|entry| self.tree.scalar(entry.entry.key));
        ids.map(str::to_owned).collect()
    }

    /// What Codemagic sets itself in builds of this event.
    fn built_in(&self, name: &str) -> Option<String> {
        let webhook = self.webhook;
        let is_pull_request = webhook.is_pull_request();
        match name {
            "CM_BRANCH" => webhook.branch.clone(),
            "CM_TAG" if webhook.event == Event::Tag => webhook.tag.clone(),
            "CM_PULL_REQUEST" => Some(is_pull_request.to_string()),
            "CM_PULL_REQUEST_DEST" if is_pull_request => webhook.target.clone(),
            "CM_TRIGGER_SOURCE" => Some("webhook".to_owned()),
            "CI" | "CONTINUOUS_INTEGRATION" => Some("true".to_owned()),
            "CM_WORKFLOW_NAME" if self.workflow.name.key().is_some() => {
                let name = self.workflow.name.value()?.get(self.tree);
                template::parts(name)
                    .next()
                    .is_none()
                    .then(|| name.to_owned())
            }
            "CM_WORKFLOW_NAME" => self.tree.scalar(self.key).map(str::to_owned),
            _ => None,
        }
    }

    /// The value that the file gives a variable: `Some(None)` where it is not known.
    #[allow(
        clippy::option_option,
        reason = "set to something unknown is not unset"
    )]
    fn of_file(&self, name: &str) -> Option<Option<String>> {
        let vars = &self.workflow.environment.value()?.vars;
        let mut entries = vars.entries().iter();
        let entry = entries.find(|entry| self.tree.scalar(entry.entry.key) == Some(name))?;
        let value = self.tree.value(entry.entry.value);
        let text = value.and_then(Scalar::python_str);
        let is_plain =
            |text: &str| template::parts(text).next().is_none() && reference(text).is_none();
        Some(text.filter(|it| is_plain(it)).map(Cow::into_owned))
    }
}

impl Data for Known<'_> {
    fn variable(&self, name: &str) -> Option<String> {
        if let Some(value) = self.webhook.variables.get(name) {
            return Some(value.clone());
        }
        // The user's values win over Codemagic's own.
        self.of_file(name).unwrap_or_else(|| self.built_in(name))
    }

    fn event(&self, path: &[MemberKind]) -> Option<Literal> {
        let mut value = &self.webhook.payload;
        for member in path {
            value = match member {
                MemberKind::Name(name) | MemberKind::Key(name) => value.get(name)?,
                MemberKind::Index(index) => value.get(index.parse::<usize>().ok()?)?,
            };
        }
        match value {
            // Nothing is known of the payload as a whole.
            serde_json::Value::Null if path.is_empty() => None,
            serde_json::Value::Null => Some(Literal::Null),
            serde_json::Value::Bool(value) => Some(Literal::Boolean(*value)),
            serde_json::Value::Number(number) => number.as_f64().map(Literal::Number),
            serde_json::Value::String(text) => Some(Literal::Text(text.clone())),
            serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
        }
    }

    fn input(&self, id: &str) -> Option<Literal> {
        let tree = self.tree;
        let mut entries = self.workflow.inputs.entries().iter();
        let entry = entries.find(|entry| tree.scalar(entry.entry.key) == Some(id))?;
        let input = entry.value.as_deref()?;
        let default = input.default.value()?.0;
        match (kind(input)?, tree.value(default)?) {
            (InputType::Boolean, Scalar::Bool(value)) => Some(Literal::Boolean(value)),
            (InputType::Number, Scalar::Float(number)) => Some(Literal::Number(number)),
            // Only the nearest of 64 bits is known.
            (InputType::Number, Scalar::Int(i64::MIN | i64::MAX)) => None,
            #[allow(clippy::cast_precision_loss, reason = "JSON's numbers are such")]
            (InputType::Number, Scalar::Int(number)) => Some(Literal::Number(number as f64)),
            (InputType::String | InputType::Choice, Scalar::Text(text)) => {
                Some(Literal::Text(text.to_owned()))
            }
            _ => None,
        }
    }
}
