//! The values of a workflow that only work when they are real.

use std::sync::Arc;

use crate::model::environment::IosSigning;
use crate::model::publishing::Publishing;
use crate::model::{Either, Field, Item, TextNode, Value};
use crate::syntax::NodeId;

use crate::rules::check::WorkflowView;

/// The values of `vars`.
pub(crate) fn vars(view: &WorkflowView<'_>) -> Vec<NodeId> {
    let environment = view.workflow.environment.value();
    let entries = environment.map(|environment| environment.vars.entries());
    let values = entries.unwrap_or_default().iter();
    values
        .filter_map(|entry| entry.value.map(|value| value.0))
        .collect()
}

/// The values that only work when they are real.
pub(crate) fn real_values(view: &WorkflowView<'_>) -> Vec<NodeId> {
    let mut found = Vec::new();
    if let Some(environment) = view.workflow.environment.value() {
        found.extend(vars(view));
        if let Some(signing) = environment.ios_signing.value() {
            found.extend(signing_values(signing));
        }
        let keystores = environment.android_signing.items().iter();
        found.extend(keystores.filter_map(|item| match item.value.as_ref()? {
            Either::Text(name) => literal(Some(name)).map(|name| name.0),
            Either::Section(keystore) => text(&keystore.keystore),
        }));
    }
    if let Some(publishing) = view.workflow.publishing.value() {
        found.extend(publishing_values(publishing));
    }
    found
}

fn signing_values(signing: &IosSigning) -> Vec<NodeId> {
    let mut found: Vec<NodeId> = text(&signing.bundle_identifier).into_iter().collect();
    found.extend(references(&signing.provisioning_profiles, |it| {
        text(&it.profile)
    }));
    found.extend(references(&signing.certificates, |it| {
        text(&it.certificate)
    }));
    found
}

type References<S> = Field<Arc<Vec<Item<Either<Value<TextNode>, Arc<S>>>>>>;

/// The names in a list of names and mappings.
fn references<S>(list: &References<S>, name: impl Fn(&S) -> Option<NodeId>) -> Vec<NodeId> {
    let of = |item: &Item<Either<Value<TextNode>, Arc<S>>>| match item.value.as_ref()? {
        Either::Text(name) => literal(Some(name)).map(|name| name.0),
        Either::Section(section) => name(section),
    };
    list.items().iter().filter_map(of).collect()
}

/// Keys of App Store Connect have rules for their forms.
fn publishing_values(publishing: &Publishing) -> Vec<NodeId> {
    let asc = publishing.app_store_connect.value();
    let play = publishing.google_play.value();
    let firebase = publishing.firebase.value();
    let store = publishing.partner_center.value();
    let apps = firebase.map(|it| [it.ios.value(), it.android.value()]);
    let mut fields = Vec::new();
    fields.extend(
        asc.iter()
            .flat_map(|it| [&it.api_key, &it.key_id, &it.issuer_id]),
    );
    fields.extend(play.map(|it| &it.credentials));
    fields.extend(
        firebase
            .iter()
            .flat_map(|it| [&it.firebase_token, &it.firebase_service_account]),
    );
    fields.extend(apps.into_iter().flatten().flatten().map(|it| &it.app_id));
    fields.extend(store.iter().flat_map(|it| {
        [
            &it.store_id,
            &it.tenant_id,
            &it.client_id,
            &it.client_secret,
        ]
    }));
    fields.into_iter().filter_map(text).collect()
}

fn text(field: &Field<Value<TextNode>>) -> Option<NodeId> {
    literal(field.value()).map(|text| text.0)
}

/// The text, if it is written out.
pub(crate) fn literal(value: Option<&Value<TextNode>>) -> Option<TextNode> {
    value?.literal().copied()
}
