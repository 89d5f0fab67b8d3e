//! How a workflow authenticates with App Store Connect.

use std::ops::Range;

use crate::model::app_store_connect::{AppStoreConnect, Auth};
use crate::model::{Field, Value};
use crate::rules::shared::credentials::{Credential, key_fields, password_fields};
use crate::rules::shared::words::excerpt;

use super::variables::{Filled, Resolver, looks_secret};
use super::{Credentials, Origin, Secret, Sourced, VariableOrigin};

/// Longest id of a key or team; a UUID has 36 characters.
const MAX_ID: usize = 100;

/// The credentials of a workflow. Where several ways are written, the integration
/// comes first, then the key.
pub(super) fn read(resolver: &Resolver<'_, '_>, asc: &AppStoreConnect) -> Credentials {
    if uses_integration(resolver, &asc.auth) {
        return integration(resolver);
    }
    let keys = key_fields(asc);
    let password = password_fields(asc);
    let tree = resolver.view.tree();
    let lacking = |fields: &[Credential<'_>]| -> Vec<&'static str> {
        let lacking = fields.iter().filter(|field| !field.is_filled(tree));
        lacking.map(|field| field.name).collect()
    };
    let (no_key, no_password) = (lacking(&keys), lacking(&password));
    if no_key.is_empty() {
        return api_key(resolver, &keys).unwrap_or_else(Credentials::Missing);
    }
    if no_password.is_empty() {
        return app_password(resolver, &password).unwrap_or_else(Credentials::Missing);
    }
    Credentials::Missing(match (no_key.len(), no_password.len()) {
        (1 | 2, _) => format!("the API key lacks {}", listed(&no_key)),
        (_, 1) => format!("the Apple Account lacks {}", listed(&no_password)),
        _ => "there is neither `auth: integration` nor `api_key`, `key_id` and `issuer_id`"
            .to_owned(),
    })
}

fn uses_integration(resolver: &Resolver<'_, '_>, auth: &Field<Value<Auth>>) -> bool {
    match (auth.value(), auth.node()) {
        (Some(Value::Literal(Auth::Integration)), _) => true,
        (Some(_), Some(node)) => resolver.scalar(node).value.as_deref() == Some("integration"),
        _ => false,
    }
}

fn integration(resolver: &Resolver<'_, '_>) -> Credentials {
    let view = resolver.view;
    if !view.has_integration() {
        return Credentials::Missing(
            "`auth: integration` needs the name of a key under `integrations.app_store_connect`"
                .into(),
        );
    }
    let integrations = view.workflow.integrations.value();
    let name = integrations.and_then(|it| it.app_store_connect.node());
    let name = name.map(|node| resolver.scalar(node));
    Credentials::Integration {
        name: name.filter(|it| !it.is_secret).and_then(|it| it.value),
    }
}

fn api_key(
    resolver: &Resolver<'_, '_>,
    [private_key, key_id, issuer_id]: &[Credential<'_>; 3],
) -> Result<Credentials, String> {
    let private_key = part(resolver, private_key)?;
    Ok(Credentials::ApiKey {
        private_key: Sourced {
            value: private_key.value.map(Secret),
            origin: private_key.origin,
            place: private_key.place,
        },
        key_id: id(resolver, key_id)?,
        issuer_id: id(resolver, issuer_id)?,
    })
}

fn app_password(
    resolver: &Resolver<'_, '_>,
    [apple_id, password]: &[Credential<'_>; 2],
) -> Result<Credentials, String> {
    part(resolver, password)?;
    Ok(Credentials::AppSpecificPassword {
        apple_id: id(resolver, apple_id)?,
    })
}

/// A part that may be shown to App Store Connect in a token: no key, though one may
/// stand there by mistake.
fn id(
    resolver: &Resolver<'_, '_>,
    field: &Credential<'_>,
) -> Result<Sourced<Option<String>>, String> {
    let found = part(resolver, field)?;
    match &found.value {
        Some(value) if looks_secret(value) => {
            Err(format!("`{}` holds a private key or a token", field.name))
        }
        Some(value) if value.trim().len() > MAX_ID || value.trim().contains('\n') => Err(format!(
            "`{}` is far too long for what it should be",
            field.name
        )),
        _ => Ok(Sourced {
            value: found.value.as_deref().map(|it| it.trim().to_owned()),
            origin: found.origin,
            place: found.place,
        }),
    }
}

/// A field's value, at the place of its key: what stands there may be a secret.
fn part(resolver: &Resolver<'_, '_>, field: &Credential<'_>) -> Result<Filled, String> {
    let node = field.field.node();
    let node = node.ok_or_else(|| format!("`{}` is missing", field.name))?;
    let mut found = resolver.scalar(node);
    match &found.origin {
        Origin::Variable(name, VariableOrigin::Missing) => {
            let help = "name the group that holds it under `environment.groups`, or give it with `--env-file`";
            return Err(format!(
                "`{}` is `${}`, which nothing sets: {help}",
                field.name,
                excerpt(name)
            ));
        }
        Origin::Input(_) if found.value.is_none() => {
            let why = found.unknown.unwrap_or_default();
            return Err(format!("`{}` {why}", field.name));
        }
        _ => {}
    }
    if found
        .value
        .as_deref()
        .is_some_and(|it| it.trim().is_empty())
    {
        return Err(format!("`{}` is empty", field.name));
    }
    let key = field.field.key();
    found.place = key.map(|key| resolver.place(key));
    Ok(found)
}

/// Where credentials stand in the file as they are.
pub(super) fn written(resolver: &Resolver<'_, '_>, asc: &AppStoreConnect) -> Vec<Range<usize>> {
    let tree = resolver.view.tree();
    let fields = key_fields(asc).into_iter().chain(password_fields(asc));
    let literal = |field: Credential<'_>| {
        let is_literal = field.field.literal(tree).is_some();
        field.node(tree).filter(|_| is_literal)
    };
    let nodes = fields.filter_map(literal);
    nodes.map(|node| resolver.place(node)).collect()
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" and ")
}
