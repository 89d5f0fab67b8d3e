//! What rules about credentials share: the fields that hold them, and the forms
//! in which people write them.

use crate::expression;
use crate::knowledge::app_store_connect as keys;
use crate::knowledge::placeholders::is_placeholder;
use crate::knowledge::secrets;
use crate::knowledge::variables::{is_built_in, is_conventional};
use crate::model::app_store_connect::AppStoreConnect;
use crate::model::step::AnyStep;
use crate::model::{Field, TextNode, Value};
use crate::syntax::{NodeId, NodeKind, Tree};

use crate::rules::check::WorkflowView;

/// One field of `app_store_connect` that takes part in authentication.
#[derive(Clone, Copy)]
pub(crate) struct Credential<'a> {
    /// The field's key.
    pub name: &'static str,
    /// The variable that usually fills it.
    pub variable: &'static str,
    /// The field.
    pub field: &'a Field<Value<TextNode>>,
}

/// `api_key`, `key_id` and `issuer_id`.
pub(crate) fn key_fields(asc: &AppStoreConnect) -> [Credential<'_>; 3] {
    [
        Credential {
            name: "api_key",
            variable: keys::PRIVATE_KEY,
            field: &asc.api_key,
        },
        Credential {
            name: "key_id",
            variable: keys::KEY_IDENTIFIER,
            field: &asc.key_id,
        },
        Credential {
            name: "issuer_id",
            variable: keys::ISSUER_ID,
            field: &asc.issuer_id,
        },
    ]
}

/// `apple_id` and `password`.
pub(crate) fn password_fields(asc: &AppStoreConnect) -> [Credential<'_>; 2] {
    [
        Credential {
            name: "apple_id",
            variable: "APPLE_ID",
            field: &asc.apple_id,
        },
        Credential {
            name: "password",
            variable: "APP_SPECIFIC_PASSWORD",
            field: &asc.password,
        },
    ]
}

impl Credential<'_> {
    /// The value's node, where it is written.
    pub fn node(&self, tree: &Tree) -> Option<NodeId> {
        self.field.node().map(|node| tree.resolve(node))
    }

    /// The variable that fills the whole field: `X` of `$X` and `${X}`.
    pub fn variable_used<'t>(&self, tree: &'t Tree) -> Option<&'t str> {
        if self.field.value()? != &Value::Variable {
            return None;
        }
        whole_variable(tree.scalar(self.node(tree)?)?)
    }

    /// The text, if it can be judged as what it is: not empty, no placeholder
    /// or word that stands for something else.
    pub fn judged_literal<'t>(&self, view: &WorkflowView<'t>) -> Option<(NodeId, &'t str)> {
        let tree = view.tree();
        let node = self.field.value()?.literal()?.0;
        let text = tree.scalar(node)?.trim();
        let stands_for_another = text.is_empty()
            || text.starts_with('@')
            || text.contains('$')
            || is_encrypted(text)
            || is_placeholder(text)
            || lacks_sigil(view, text);
        (!stands_for_another).then_some((node, text))
    }

    /// Whether there is something: a value that is neither null nor blank.
    pub fn is_filled(&self, tree: &Tree) -> bool {
        self.field.is_set()
            && self
                .field
                .literal(tree)
                .is_none_or(|text| !text.trim().is_empty())
    }
}

/// A value in backticks for a message. What is longer than an identifier may be
/// a secret in the wrong field, and so may what has the form of one: neither is
/// repeated.
pub(crate) fn shown(text: &str) -> String {
    if text.len() > 40 || text.contains('\n') || !secrets::find(text).is_empty() {
        return "this value".to_owned();
    }
    format!("`{text}`")
}

/// `X` of `$X` and `${X}`; nothing where text or a default follows.
fn whole_variable(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let name = expression::variable_name(text)?;
    let braces = if text.starts_with("${") { 2 } else { 0 };
    let whole = text.len() == 1 + braces + name.len() && (braces == 0 || text.ends_with('}'));
    whole.then_some(name)
}

/// Whether the text is a variable's name where its value is wanted: one that
/// `vars` or Codemagic set, or one under which such values are usually kept.
pub(crate) fn lacks_sigil(view: &WorkflowView<'_>, text: &str) -> bool {
    let is_name = text.contains('_')
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    is_name
        && (keys::is_credential_variable(text)
            || is_conventional(text)
            || is_built_in(text)
            || view.has_var(text))
}

/// Whether the scripts of a workflow mention a word, in whatever way.
pub(crate) fn scripts_mention(view: &WorkflowView<'_>, word: &str) -> bool {
    view.steps().iter().any(|step| {
        let script = step.value.as_ref().and_then(AnyStep::script);
        script.is_some_and(|script| script.get(view.tree()).contains(word))
    })
}

/// Whether a mapping may hold keys that could not be read: broken text inside
/// it, or a merge of something that is not there.
pub(crate) fn may_hold_more(tree: &Tree, mapping: NodeId) -> bool {
    let mapping = tree.resolve(mapping);
    let is_unread = |id: NodeId| {
        let id = tree.resolve(id);
        tree.kind(id) == NodeKind::Alias || tree.is_damaged(id)
    };
    let merges = tree
        .entries(mapping)
        .iter()
        .filter(|entry| tree.is_merge_key(entry.key));
    let mut sources = merges.flat_map(|entry| {
        let items = tree.items(entry.value).iter().copied();
        items.chain([entry.value])
    });
    tree.is_damaged(mapping) || sources.any(is_unread)
}

/// Whether the text is encrypted, as Codemagic did it or as another service does.
pub(crate) fn is_encrypted(text: &str) -> bool {
    encrypted_content(text).is_some() || is_encrypted_elsewhere(text)
}

/// Whether the text is `ENCRYPTED[…]`, as Cirrus CI writes what it encrypted.
pub(crate) fn is_encrypted_elsewhere(text: &str) -> bool {
    let inner = text.trim().strip_prefix(CIRRUS_CI);
    inner.is_some_and(|inner| inner.ends_with(']'))
}

/// How encrypted values of Cirrus CI begin.
///
/// Source: <https://cirrus-ci.org/guide/writing-tasks/#encrypted-variables>, as of
/// 2026-06.
pub(crate) const CIRRUS_CI: &str = "ENCRYPTED[";

/// What stands between the parentheses of `Encrypted(…)`.
pub(crate) fn encrypted_content(text: &str) -> Option<&str> {
    text.trim().strip_prefix("Encrypted(")?.strip_suffix(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_values_are_variables() {
        assert_eq!(whole_variable("$A_1"), Some("A_1"));
        assert_eq!(whole_variable("${A}\n"), Some("A"));
        for text in ["$A/b", "${A:-b}", "${A", "$", "A", "${A}}"] {
            assert_eq!(whole_variable(text), None, "{text}");
        }
    }
}
