//! What rules about signing files share.

use crate::model::environment::{Environment, IosSigning, Keystore};
use crate::model::{Either, Field, TextNode};
use crate::syntax::NodeId;

use crate::rules::check::WorkflowView;

/// The keys that name the variables of a keystore, and what they say.
pub(crate) fn keystore_variables(keystore: &Keystore) -> [(&'static str, &Field<TextNode>); 4] {
    [
        (
            "keystore_environment_variable",
            &keystore.keystore_environment_variable,
        ),
        (
            "keystore_password_environment_variable",
            &keystore.keystore_password_environment_variable,
        ),
        (
            "key_alias_environment_variable",
            &keystore.key_alias_environment_variable,
        ),
        (
            "key_password_environment_variable",
            &keystore.key_password_environment_variable,
        ),
    ]
}

/// Every field that names a variable for a signing file, with the item of the
/// list that it belongs to, in the order of the documentation.
pub(crate) fn named_variables(environment: &Environment) -> Vec<(NodeId, &Field<TextNode>)> {
    let mut found = Vec::new();
    if let Some(signing) = environment.ios_signing.value() {
        for item in signing.provisioning_profiles.items() {
            let profile = item.value.as_ref().and_then(Either::section);
            found.extend(profile.map(|it| (item.node, &it.environment_variable)));
        }
        for item in signing.certificates.items() {
            let certificate = item.value.as_ref().and_then(Either::section);
            found.extend(certificate.map(|it| (item.node, &it.environment_variable)));
        }
    }
    for item in environment.android_signing.items() {
        let keystore = item.value.as_ref().and_then(Either::section);
        let variables = keystore.map(|it| keystore_variables(it));
        let fields = variables.into_iter().flatten();
        found.extend(fields.map(|(_, field)| (item.node, field)));
    }
    found
}

/// The keys by which signing files are found, as far as they are written.
pub(crate) fn search_keys(signing: &IosSigning) -> impl Iterator<Item = NodeId> {
    let kind = set_key(&signing.distribution_type);
    kind.into_iter().chain(set_key(&signing.bundle_identifier))
}

/// The keys that list signing files, as far as they are written.
pub(crate) fn list_keys(signing: &IosSigning) -> impl Iterator<Item = NodeId> {
    let profiles = set_key(&signing.provisioning_profiles);
    profiles.into_iter().chain(set_key(&signing.certificates))
}

/// The key of a field that has a value.
fn set_key<T>(field: &Field<T>) -> Option<NodeId> {
    field.key().filter(|_| field.is_set())
}

/// The section `ios_signing`, and its key.
pub(crate) fn ios_signing<'a>(view: &WorkflowView<'a>) -> Option<(&'a IosSigning, NodeId)> {
    let signing = &view.workflow.environment.value()?.ios_signing;
    Some((signing.value()?, signing.key()?))
}
