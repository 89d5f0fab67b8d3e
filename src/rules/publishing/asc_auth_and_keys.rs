//! Two ways to log in, of which one is used.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, password_fields};
use crate::rules::shared::removal;

rule! {
    id: "asc-auth-and-keys",
    category: Publishing,
    summary: "`auth: integration` together with credentials of its own",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
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
    let keys: Vec<(&str, NodeId)> = credentials
        .filter_map(|credential| Some((credential.name, credential.field.key()?)))
        .collect();
    let Some((&(name, key), others)) = keys.split_first() else {
        return;
    };
    let tree = asc.tree();
    let draft = report
        .at(key, format!("two ways to authenticate: `{name}` beside `auth: integration`"))
        .help("keep one: `auth: integration` takes the key named under `integrations`, or leave `auth` out and give all of `api_key`, `key_id` and `issuer_id`; either key needs the App Manager role")
        .related(tree, auth, "the integration's key is asked for here")
        .in_use();
    for (_, key) in others {
        draft.related(tree, *key, "and this");
    }
    // Where the workflow names an integration, that is what it was moved to.
    if asc.view.has_integration() {
        let keys: Vec<NodeId> = keys.iter().map(|(_, key)| *key).collect();
        if let Some(fix) = removal::of_entries(tree, &keys, "keep the integration alone") {
            draft.fix(fix);
        }
    }
}
