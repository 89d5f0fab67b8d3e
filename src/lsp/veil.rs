//! What of a document may be shown a second time: all but secrets.

use crate::effective::{Hidden, MASK};
use crate::expression::{Reference, reference, variable_name};
use crate::knowledge::private_keys::private_keys;
use crate::knowledge::variables::is_from_integration;
use crate::knowledge::{secret_names, secrets};
use crate::model::Shape;
use crate::model::locate::shape_at;
use crate::rules::{Checked, secrets_of};
use crate::syntax::{NodeId, NodeKind, Span, Tree};

/// Most places that use a value of which the keys are looked at.
const MOST_USES: usize = 50;

/// Parts of names of keys under which secrets stand.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "token",
    "private_key",
    "api_key",
    "apikey",
    "credential",
];

/// What of a document may be shown a second time.
pub(super) struct Veil<'a> {
    tree: &'a Tree,
    checked: &'a Checked,
}

impl<'a> Veil<'a> {
    /// Of a document that was checked.
    pub fn of(checked: &'a Checked) -> Self {
        Self {
            tree: &checked.tree,
            checked,
        }
    }

    /// The text of a scalar, aliases followed; `None` where it is or may be a secret,
    /// and where there is no scalar.
    pub fn text(&self, node: NodeId) -> Option<&'a str> {
        let target = self.tree.resolve(node);
        let text = self.tree.scalar(target)?;
        let is_secret = match reference(text) {
            Some(Reference::Encrypted) => true,
            Some(Reference::Input) => false,
            // A password may begin like one, too.
            Some(Reference::Variable) if is_variable(text) => false,
            Some(Reference::Variable) | None => {
                self.has_secret_key(node) || self.has_secret_key(target)
            }
        };
        if is_secret {
            return None;
        }
        let is_used_as_secret = || {
            let anchors = self.tree.anchors_at(target);
            let mut uses = anchors.flat_map(|it| &it.aliases).take(MOST_USES);
            uses.any(|alias| self.has_secret_key(*alias))
        };
        let is_shown =
            !self.overlaps(self.tree.span(target)) && !looks_secret(text) && !is_used_as_secret();
        is_shown.then_some(text)
    }

    /// The text of a scalar as a message quotes it, or the mask in its place.
    pub fn quoted(&self, node: NodeId) -> String {
        code(self.text(node).unwrap_or(MASK))
    }

    /// The secrets of the file, and all that may be one, for what shows much of it.
    pub fn hidden(&self) -> Hidden {
        let tree = self.tree;
        let mut secrets = secrets_of(self.checked);
        let scalars = tree
            .nodes()
            .filter(|node| tree.kind(*node) == NodeKind::Scalar && !tree.span(*node).is_empty());
        let secret = scalars.filter(|node| {
            let is_key = tree.value_of(*node).is_some();
            !is_key && self.text(*node).is_none()
        });
        secrets.extend(secret.map(|node| tree.span(node)));
        Hidden::new(tree, &secrets)
    }

    /// Whether a secret stands in a part of the text.
    pub fn overlaps(&self, span: Span) -> bool {
        let mut all = self.checked.secrets.iter();
        all.any(|secret| secret.start() < span.end() && span.start() < secret.end())
    }

    /// A text made of the document's without the secrets in it, wherever they came from.
    pub fn masked(&self, text: String) -> String {
        const SHORTEST: usize = 6;
        let mut masked = text;
        for secret in &self.checked.secrets {
            let secret = self.tree.source().slice(*secret).trim();
            let secret = secret.trim_matches(['"', '\'']);
            if secret.len() >= SHORTEST && masked.contains(secret) {
                masked = masked.replace(secret, MASK);
            }
        }
        masked
    }

    /// Whether a value stands under a key, or in a list under one, whose values are
    /// secrets.
    pub fn has_secret_key(&self, node: NodeId) -> bool {
        let tree = self.tree;
        let takes_secret = shape_at(tree, node).is_some_and(is_of_secrets);
        let mut at = node;
        if let Some(list) = tree.parent(at)
            && tree.kind(list) == NodeKind::Sequence
        {
            at = list;
        }
        let key = tree.key_of(at).and_then(|key| tree.scalar(key));
        takes_secret || key.is_some_and(is_secret_name)
    }
}

/// Whether a name tells that a secret stands under it.
pub(super) fn is_secret_name(name: &str) -> bool {
    let plain = name.to_lowercase().replace('-', "_");
    is_from_integration(name)
        || secret_names::named(name).is_some()
        || NAMES.iter().any(|part| plain.contains(part))
}

/// A text in backticks: its first line, cut where it is long.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let short = crate::rules::shared::words::excerpt(text);
    format!("`{}`", short.replace('`', "'"))
}

/// Whether a text is `$NAME` or `${NAME}` and nothing else.
fn is_variable(text: &str) -> bool {
    variable_name(text).is_some_and(|name| {
        let rest = text.strip_prefix('$').unwrap_or(text);
        rest == name || rest.strip_prefix('{').and_then(|it| it.strip_suffix('}')) == Some(name)
    })
}

fn looks_secret(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
        || !private_keys(text).is_empty()
        || !secrets::find(text).is_empty()
        || secret_names::may_be_token(text)
}

fn is_of_secrets(shape: &Shape) -> bool {
    match shape {
        Shape::Encrypted | Shape::AppSpecificPassword => true,
        Shape::AnyOf(shapes) => shapes.iter().any(|shape| is_of_secrets(shape)),
        _ => false,
    }
}
