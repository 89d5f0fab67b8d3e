//! An API key is three values.

use crate::model::join_or;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, may_hold_more};
use crate::rules::shared::edits::put_first;

rule! {
    id: "asc-api-key-incomplete",
    category: Publishing,
    severity: Error,
    summary: "some, but not all of `api_key`, `key_id` and `issuer_id`",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let (tree, publishing) = (asc.tree(), asc.publishing);
    // With `auth` the keys are superfluous, which is another rule's concern.
    if !asc.uses_key() || publishing.auth.is_set() || may_hold_more(tree, publishing.mapping) {
        return;
    }
    let (filled, missing): (Vec<_>, Vec<_>) = key_fields(publishing)
        .into_iter()
        .partition(|key| key.is_filled(tree));
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing
        .iter()
        .map(|key| format!("`{}`", key.name))
        .collect();
    let names = join_or(&names).replace(" or ", " and ");
    let verb = if missing.len() == 1 { "is" } else { "are" };
    let lines: Vec<String> = missing
        .iter()
        .map(|key| format!("{}: ${}", key.name, key.variable))
        .collect();
    let can_add = missing.iter().all(|key| {
        key.field.key().is_none() && asc.view.variable(key.variable) != VariableSource::Nothing
    });
    let draft = report
        .at(asc.key, format!("{names} {verb} missing: `api_key`, `key_id` and `issuer_id` only work together"))
        .help("give all three, usually as `$APP_STORE_CONNECT_PRIVATE_KEY`, `$APP_STORE_CONNECT_KEY_IDENTIFIER` and `$APP_STORE_CONNECT_ISSUER_ID`; the key needs the App Manager role. Codemagic rejects the whole file otherwise");
    for key in filled {
        if let Some(key) = key.field.key() {
            draft.related(tree, key, "given here");
        }
    }
    let fix = can_add
        .then(|| put_first(tree, publishing.mapping, &lines))
        .flatten();
    if let Some((span, text)) = fix {
        draft.fix(Fix::suggestion(format!("add {names}"), span, text));
    }
}
