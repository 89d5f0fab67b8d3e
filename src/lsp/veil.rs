//! What of a document may be shown a second time: all but secrets.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::effective::{Hidden, MASK};
use crate::rules::{Checked, secrets_in};
use crate::syntax::{NodeId, Span, Tree};

/// The secrets of a text, once somebody has asked for them.
pub(super) type Secrets = Rc<OnceCell<Hidden>>;

/// What of a document may be shown a second time. Nothing is looked for before it is
/// asked.
pub(super) struct Veil<'a> {
    tree: &'a Tree,
    known: &'a [Span],
    hidden: Secrets,
}

impl<'a> Veil<'a> {
    /// Of a document that was checked.
    pub fn of(checked: &'a Checked) -> Self {
        Self::sharing(checked, Secrets::default())
    }

    /// Of a document that was checked, where others ask for its secrets as well: they are
    /// looked for once.
    pub fn sharing(checked: &'a Checked, hidden: Secrets) -> Self {
        Self {
            tree: &checked.tree,
            known: &checked.secrets,
            hidden,
        }
    }

    /// Of a text that was only parsed: without what rules alone would find.
    pub fn of_tree(tree: &'a Tree) -> Self {
        Self {
            tree,
            known: &[],
            hidden: Secrets::default(),
        }
    }

    /// The text of a scalar, aliases followed; `None` where a secret is or may be in it,
    /// and where there is no scalar.
    pub fn text(&self, node: NodeId) -> Option<&'a str> {
        let text = self.tree.scalar(self.tree.resolve(node))?;
        (self.hidden().text(self.tree, node) == text).then_some(text)
    }

    /// The text of a scalar as a message quotes it, or the mask in its place.
    pub fn quoted(&self, node: NodeId) -> String {
        code(self.text(node).unwrap_or(MASK))
    }

    /// The secrets of the file, and all that may be one.
    pub fn hidden(&self) -> &Hidden {
        let hidden = || Hidden::new(self.tree, &secrets_in(self.tree, self.known));
        self.hidden.get_or_init(hidden)
    }

    /// A text made of the document's without the secrets in it, wherever they came from.
    pub fn masked(&self, text: &str) -> String {
        self.hidden().masked(text).into_owned()
    }
}

/// A text in backticks: its first line, cut where it is long.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let short = crate::rules::shared::words::excerpt(text);
    format!("`{}`", short.replace('`', "'"))
}
