//! How a workflow authenticates with App Store Connect.

use crate::expression::is_app_specific_password;
use crate::knowledge::app_store_connect::{is_issuer_id, is_key_id};
use crate::model::app_store_connect::{AppStoreConnect, Auth};
use crate::model::{Field, Value};
use crate::rules::shared::credentials::{Credential, key_fields, password_fields};
use crate::rules::shared::words::excerpt;

use super::super::timeline::Cause;
use super::variables::{Filled, Resolver, looks_secret};
use super::{Credentials, Origin, Remark, Secret, Sourced, VariableOrigin};

/// Longest id of a key or team; a UUID has 36 characters.
const MAX_ID: usize = 100;

/// The credentials of a workflow. Where several ways are written, the integration
/// comes first, then the key.
pub(super) fn read(
    resolver: &Resolver<'_, '_>,
    asc: &AppStoreConnect,
    remarks: &mut Vec<Remark>,
) -> Credentials {
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
        let read = api_key(resolver, &keys, remarks);
        return read.unwrap_or_else(|cause| Credentials::Missing(Box::new(cause)));
    }
    if no_password.is_empty() {
        let read = app_password(resolver, &password);
        return read.unwrap_or_else(|cause| Credentials::Missing(Box::new(cause)));
    }
    let words = match (no_key.len(), no_password.len()) {
        (1 | 2, _) => format!("the API key lacks {}", listed(&no_key)),
        (_, 1) => format!("the Apple Account lacks {}", listed(&no_password)),
        _ => "there is neither `auth: integration` nor `api_key`, `key_id` and `issuer_id`"
            .to_owned(),
    };
    let cause = Cause::new(words)
        .help("write `auth: integration`, or `api_key`, `key_id` and `issuer_id`")
        .log(
            "Either Apple ID and app specific password or App Store Connect API key \
             information is required.",
        );
    Credentials::Missing(Box::new(cause))
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
        let cause = Cause::new(
            "`auth: integration` needs the name of a key under `integrations.app_store_connect`",
        )
        .help("write under `integrations` which key of the team's integrations is meant");
        return Credentials::Missing(Box::new(cause));
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
    remarks: &mut Vec<Remark>,
) -> Result<Credentials, Cause> {
    let private_key = part(resolver, private_key)?;
    let (key_id, issuer_id) = (id(resolver, key_id)?, id(resolver, issuer_id)?);
    judge_ids(&key_id, &issuer_id, remarks)?;
    let pem = private_key.value.as_deref().unwrap_or_default();
    if pem.contains("-----BEGIN EC PRIVATE KEY-----") {
        remarks.push(Remark {
            message: "`api_key` is an `EC PRIVATE KEY`, the older form, which the client takes; Apple's .p8 files say `PRIVATE KEY`".into(),
            help: Some("see that it is the key that App Store Connect gave out; `openssl pkcs8 -topk8 -nocrypt` converts it".into()),
            place: private_key.place.clone(),
            is_fatal: false,
        });
    }
    Ok(Credentials::ApiKey {
        private_key: Sourced {
            value: private_key.value.map(Secret),
            origin: private_key.origin,
            place: private_key.place,
        },
        key_id,
        issuer_id,
    })
}

/// Whether ids that are known have the form of what they should be.
fn judge_ids(
    key_id: &Sourced<Option<String>>,
    issuer_id: &Sourced<Option<String>>,
    remarks: &mut Vec<Remark>,
) -> Result<(), Cause> {
    let is = |id: &Sourced<Option<String>>, form: fn(&str) -> bool| {
        id.value.as_deref().is_some_and(form)
    };
    if is(key_id, is_issuer_id) && is(issuer_id, is_key_id) {
        let cause =
            Cause::new("`key_id` is filled in with an issuer id and `issuer_id` with a key id")
                .help("swap the two")
                .log("Unable to authenticate.");
        return Err(cause.at(key_id.place.clone()));
    }
    let ids = [
        (
            "key_id",
            key_id,
            is(key_id, is_key_id),
            "10 capital letters and digits",
        ),
        (
            "issuer_id",
            issuer_id,
            is(issuer_id, is_issuer_id),
            "a UUID",
        ),
    ];
    for (name, id, is_one, expected) in ids {
        // What stands in the file is judged by `check`.
        let is_elsewhere = matches!(id.origin, Origin::Variable(..));
        if is_elsewhere && id.value.is_some() && !is_one {
            remarks.push(Remark {
                message: format!("`{name}` is filled in with something that is not {expected}"),
                help: Some("compare it with the page Integrations of App Store Connect".into()),
                place: id.place.clone(),
                is_fatal: false,
            });
        }
    }
    Ok(())
}

fn app_password(
    resolver: &Resolver<'_, '_>,
    [apple_id, password]: &[Credential<'_>; 2],
) -> Result<Credentials, Cause> {
    let apple_id = id(resolver, apple_id)?;
    let password = part(resolver, password)?;
    let text = password.value.as_deref();
    if text.is_some_and(|text| !is_app_specific_password(text)) {
        let cause = Cause::new("`password` is no app-specific password: the client refuses it")
            .help("make one at https://account.apple.com: four times four small letters, with dashes between them");
        return Err(cause.at(password.place));
    }
    Ok(Credentials::AppSpecificPassword {
        apple_id,
        password: password.place,
    })
}

/// A part that may be shown to App Store Connect in a token: no key, though one may
/// stand there by mistake.
fn id(
    resolver: &Resolver<'_, '_>,
    field: &Credential<'_>,
) -> Result<Sourced<Option<String>>, Cause> {
    let found = part(resolver, field)?;
    let cause = |words: &str| {
        Cause::new(format!("`{}` {words}", field.name))
            .help("see that each variable holds what it is named for")
            .at(found.place.clone())
    };
    match &found.value {
        Some(value) if looks_secret(value) => Err(cause("holds a private key or a token")),
        Some(value) if value.trim().len() > MAX_ID || value.trim().contains('\n') => {
            Err(cause("is far too long for what it should be"))
        }
        _ => Ok(Sourced {
            value: found.value.as_deref().map(|it| it.trim().to_owned()),
            origin: found.origin,
            place: found.place,
        }),
    }
}

/// A field's value, at the place of its key: what stands there may be a secret.
fn part(resolver: &Resolver<'_, '_>, field: &Credential<'_>) -> Result<Filled, Cause> {
    let name = field.name;
    let node = field.field.node();
    let node = node.ok_or_else(|| Cause::new(format!("`{name}` is missing")))?;
    let mut found = resolver.scalar(node);
    let key = field.field.key();
    found.place = key.map(|key| resolver.place(key));
    let lack = |words: String, help: &str| {
        let cause = Cause::new(format!("`{name}` {words}")).help(help);
        Err(cause.at(found.place.clone()))
    };
    match &found.origin {
        Origin::Variable(variable, VariableOrigin::Missing) => {
            return lack(
                format!("is `${}`, which nothing sets", excerpt(variable)),
                "name the group that holds it under `environment.groups`, or give it with `--env-file`",
            );
        }
        Origin::Input(_) if found.value.is_none() => {
            let why = found.unknown.clone().unwrap_or_default();
            return lack(
                why,
                "give the input a default, or use a variable of a group",
            );
        }
        _ => {}
    }
    let text = found.value.as_deref();
    if text.is_some_and(|it| it.trim().is_empty()) {
        return lack("is empty".into(), "give the variable its value");
    }
    Ok(found)
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" and ")
}
