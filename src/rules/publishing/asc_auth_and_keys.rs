//! Two ways to log in, of which one is used.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, password_fields};

rule! {
    id: "asc-auth-and-keys",
    category: Publishing,
    summary: "`auth: integration` together with credentials of its own",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let Some(auth) = asc
        .publishing
        .auth
        .node()
        .filter(|_| asc.uses_integration())
    else {
        return;
    };
    let credentials = key_fields(asc.publishing)
        .into_iter()
        .chain(password_fields(asc.publishing))
        .filter(|credential| credential.field.is_set());
    let mut keys =
        credentials.filter_map(|credential| Some((credential.name, credential.field.key()?)));
    let Some((name, key)) = keys.next() else {
        return;
    };
    let tree = asc.tree();
    let draft = report
        .at(key, format!("two ways to authenticate: `{name}` beside `auth: integration`"))
        .help("keep one: `auth: integration` takes the key named under `integrations`, or leave `auth` out and give all of `api_key`, `key_id` and `issuer_id`; either key needs the App Manager role")
        .related(tree, auth, "the integration's key is asked for here")
        .in_use();
    for (_, key) in keys {
        draft.related(tree, key, "and this");
    }
}
