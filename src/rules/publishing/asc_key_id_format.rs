//! A key's identifier has ten characters.

use crate::knowledge::app_store_connect::{is_issuer_id, is_key_id};
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, shown};

rule! {
    id: "asc-key-id-format",
    category: Publishing,
    summary: "a `key_id` that is no identifier of an API key",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let [_, key_id, issuer_id] = key_fields(asc.publishing);
    let Some((node, text)) = key_id.judged_literal(asc.view) else {
        return;
    };
    let swapped = is_issuer_id(text)
        && issuer_id
            .judged_literal(asc.view)
            .is_some_and(|(_, issuer)| is_key_id(issuer));
    if is_key_id(text) || swapped {
        return;
    }
    let message = if is_issuer_id(text) {
        format!(
            "{} has the form of an issuer's id, not of a key's",
            shown(text)
        )
    } else {
        format!(
            "{} is no key id: these have ten upper-case letters and digits",
            shown(text)
        )
    };
    let draft = report
        .at(node, message)
        .help("copy the key's id from Users and Access > Integrations in App Store Connect, such as `3MD9688D9K`; the key needs the App Manager role. The upload fails otherwise");
    let upper = text.to_ascii_uppercase();
    if is_key_id(&upper) {
        let span = asc.tree().span(node);
        draft.fix(Fix::suggestion(format!("write `{upper}`"), span, upper));
    }
}
