//! An integration that publishing does not use.

use crate::knowledge::variables;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, scripts_mention};

rule! {
    id: "asc-integration-unused",
    category: Publishing,
    severity: Hint,
    summary: "an App Store Connect integration beside a key that publishing uses instead",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let Some(integration) = asc
        .workflow()
        .integrations
        .value()
        .and_then(|integrations| integrations.app_store_connect.value()?.literal())
    else {
        return;
    };
    // The integration also fills three variables, for fields and for scripts.
    let from_integration = |name: &str| variables::is_from_integration(name);
    let fields_use_it = key_fields(asc.publishing)
        .iter()
        .filter_map(|key| key.variable_used(tree))
        .any(from_integration);
    let scripts_use_it = scripts_mention(asc.view, "APP_STORE_CONNECT_")
        || scripts_mention(asc.view, "app-store-connect");
    if !asc.uses_key() || asc.publishing.auth.is_set() || fields_use_it || scripts_use_it {
        return;
    }
    let name = integration.get(tree);
    let draft = report
        .at(integration.0, format!("the integration `{name}` is not used: publishing brings its own key"))
        .help("write `auth: integration` in place of `api_key`, `key_id` and `issuer_id`, or remove the integration; the key that remains needs the App Manager role")
        .in_use();
    let first = key_fields(asc.publishing)
        .iter()
        .find_map(|key| key.field.key());
    if let Some(key) = first {
        draft.related(tree, key, "this key is used");
    }
}
