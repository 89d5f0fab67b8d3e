//! Keys of Google service accounts where only variables should stand.

use rustc_hash::FxHashSet;

use crate::knowledge::private_keys::private_keys;
use crate::knowledge::secrets;
use crate::model::{Field, TextNode, Value};
use crate::rules::check::File;
use crate::syntax::{NodeId, NodeKind, Tree};

/// The field's value, if a private key or a token stands in it: as text, or as
/// JSON that YAML reads as a mapping.
pub(crate) fn written_out(tree: &Tree, field: &Field<Value<TextNode>>) -> Option<NodeId> {
    let node = tree.resolve(field.node()?);
    let holds_key = |node: NodeId| {
        let text = tree.scalar(node).unwrap_or_default();
        !private_keys(text).is_empty() || !secrets::find(text).is_empty()
    };
    let is_secret = match tree.kind(node) {
        NodeKind::Scalar => holds_key(node),
        NodeKind::Mapping => tree
            .entries(node)
            .iter()
            .any(|entry| holds_key(entry.value)),
        _ => false,
    };
    is_secret.then_some(node)
}

/// The values of all credentials that hold such keys.
pub(crate) fn in_credentials(file: &File<'_>) -> FxHashSet<NodeId> {
    let publishing = file
        .config
        .workflows()
        .filter_map(|(_, workflow)| workflow.publishing.value());
    let fields = publishing.flat_map(|publishing| {
        let play = publishing.google_play.value().map(|it| &it.credentials);
        let firebase = publishing.firebase.value();
        let token = firebase.map(|it| &it.firebase_token);
        let account = firebase.map(|it| &it.firebase_service_account);
        [play, token, account].into_iter().flatten()
    });
    fields
        .filter_map(|field| written_out(file.tree, field))
        .collect()
}
