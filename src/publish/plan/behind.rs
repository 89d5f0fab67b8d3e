//! What stands behind the credentials: every variable and input that they read, also
//! through others. Whatever its name is, its value is a secret.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::expression::template::{PartKind, parts};
use crate::model::app_store_connect::AppStoreConnect;
use crate::rules::check::WorkflowView;
use crate::rules::shared::credentials::{key_fields, password_fields};
use crate::rules::shared::inputs::{as_text, by_id};
use crate::syntax::NodeId;

/// Names of variables and inputs that credentials read, and where their values stand.
#[derive(Debug, Default)]
pub(super) struct Behind {
    variables: BTreeSet<String>,
    inputs: BTreeSet<String>,
    /// Where the values stand in the file, those left out that only name others.
    pub places: Vec<Range<usize>>,
}

impl Behind {
    /// Follows the credentials of a section.
    pub fn of(view: &WorkflowView<'_>, asc: &AppStoreConnect) -> Self {
        let mut behind = Self::default();
        let fields = key_fields(asc).into_iter().chain(password_fields(asc));
        let mut open: Vec<NodeId> = fields.filter_map(|field| field.field.node()).collect();
        let tree = view.tree();
        let all = by_id(view);
        while let Some(node) = open.pop() {
            let node = tree.resolve(node);
            let text = as_text(tree, node);
            let mut covered = 0;
            for part in parts(&text) {
                match &part.kind {
                    PartKind::Variable { name } => {
                        covered += part.range.len();
                        if behind.variables.insert((*name).to_owned()) {
                            open.extend(view.var(name).map(|entry| entry.value));
                        }
                    }
                    PartKind::Input { id, .. } => {
                        covered += part.range.len();
                        if behind.inputs.insert((*id).to_owned()) {
                            let default = all.get(&**id).and_then(|it| it.input.default.value());
                            open.extend(default.map(|default| default.0));
                        }
                    }
                    _ => {}
                }
            }
            if covered < text.trim().len() {
                behind.places.push(tree.span(node).range());
            }
        }
        behind
    }

    /// Whether a credential reads this variable.
    pub fn has_variable(&self, name: &str) -> bool {
        self.variables.contains(name)
    }

    /// Whether a credential reads this input.
    pub fn has_input(&self, id: &str) -> bool {
        self.inputs.contains(id)
    }
}
