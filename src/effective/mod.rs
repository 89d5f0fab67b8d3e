//! What a file comes to once anchors, aliases and merge keys are followed, with the
//! origin of every value.
//!
//! Written as YAML ([`Effective::yaml`], [`yaml_of`]) or as JSON
//! ([`Effective::json`]). The YAML reads back as what PyYAML reads from the file
//! itself. Nothing is copied while it is written: a file that would come to more than
//! anyone reads, or that contains itself, is an [`Unshowable`].

mod hidden;
mod json;
mod json_schema;
mod origin;
mod scalar;
#[cfg(test)]
mod tests;
mod unshowable;
mod yaml;

use crate::syntax::{Field, NodeId, Span, Tree};

pub use hidden::{Hidden, MASK};
pub use json_schema::show_schema;
pub use unshowable::Unshowable;
pub use yaml::Comments;

/// Bytes that a file may come to, roughly, before it is written at all.
const MAX_SIZE: u64 = 16 << 20;
/// Bytes of a text that is written.
const MAX_TEXT: usize = 64 << 20;
/// Lists and mappings inside each other, aliases followed.
const MAX_DEPTH: usize = 500;

/// A file as it is read, to be written out.
pub struct Effective<'t> {
    tree: &'t Tree,
    hidden: Hidden,
    only: Option<Only>,
}

/// The one workflow that is written.
#[derive(Clone, Copy)]
struct Only {
    /// The key `workflows`.
    workflows: NodeId,
    /// The key of the workflow.
    workflow: NodeId,
}

impl<'t> Effective<'t> {
    /// A whole file. The text at `secrets` is not written;
    /// [`secrets_of`](crate::rules::secrets_of) gives those of a checked file.
    pub fn new(tree: &'t Tree, secrets: &[Span]) -> Self {
        Self {
            tree,
            hidden: Hidden::new(tree, secrets),
            only: None,
        }
    }

    /// The same of one workflow: `workflows` and in it this one. `None` where there is
    /// none with this id.
    #[must_use]
    pub fn of_workflow(self, id: &str) -> Option<Self> {
        let workflows = self.tree.field(self.tree.root()?, "workflows")?;
        let workflow = self.tree.field(workflows.value, id)?;
        let only = Some(Only {
            workflows: workflows.key,
            workflow: workflow.key,
        });
        Some(Self { only, ..self })
    }

    /// The ids of the workflows, in the order of the file.
    pub fn workflow_ids(tree: &Tree) -> Vec<&str> {
        let workflows = tree.root().and_then(|root| tree.field(root, "workflows"));
        let fields = workflows.map(|it| tree.fields(it.value));
        let keys = fields.into_iter().flatten().map(|field| field.key);
        keys.filter_map(|key| tree.scalar(key)).collect()
    }

    /// The fields of a mapping that are written; `depth` counts the collections
    /// around it.
    fn fields(&self, mapping: NodeId, depth: usize) -> Vec<Field> {
        let is_kept = |field: &Field| match (self.only, depth) {
            (Some(only), 0) => field.key == only.workflows,
            (Some(only), 1) => field.key == only.workflow,
            _ => true,
        };
        self.tree.fields(mapping).filter(is_kept).collect()
    }

    /// Whether the file would come to too much.
    fn check_size(&self) -> Result<(), Unshowable> {
        let Some(root) = self.tree.root() else {
            return Ok(());
        };
        let start = match self.only {
            Some(only) => self.tree.value_of(only.workflow).unwrap_or(root),
            None => root,
        };
        let sizes = self.tree.expanded_sizes();
        let written = self.tree.source().text().len() as u64;
        match sizes.get(self.tree.resolve(start).index()) {
            Some(&size) if size > MAX_SIZE.max(2 * written) => Err(Unshowable::TooLarge),
            _ => Ok(()),
        }
    }

    /// The file as YAML, block style throughout.
    ///
    /// # Errors
    ///
    /// Where the file contains itself, or comes to too much.
    pub fn yaml(&self, origins: Comments) -> Result<String, Unshowable> {
        self.check_size()?;
        yaml::document(self, origins)
    }

    /// The file as one JSON object, as `schema/show.schema.json` describes it.
    ///
    /// # Errors
    ///
    /// As for [`Self::yaml`].
    pub fn json(&self) -> Result<String, Unshowable> {
        self.check_size()?;
        json::document(self)
    }
}

/// What a node comes to, as YAML of at most `max_lines` lines, the last of them `…`
/// where there is more; for showing it beside an alias. Never fails and costs no more
/// than the lines it gives: what is broken or contains itself stays an alias. Places
/// are given as lines of the same file, and the text of `hidden` is not shown.
pub fn yaml_of(tree: &Tree, node: NodeId, hidden: &Hidden, max_lines: usize) -> String {
    yaml::excerpt(tree, node, hidden, max_lines)
}
