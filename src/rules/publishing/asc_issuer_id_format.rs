//! An issuer's identifier is a UUID.

use crate::knowledge::app_store_connect::{is_issuer_id, is_key_id};
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, shown};

rule! {
    id: "asc-issuer-id-format",
    category: Publishing,
    summary: "an `issuer_id` that is no UUID",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let [_, key_id, issuer_id] = key_fields(asc.publishing);
    let Some((node, text)) = issuer_id.judged_literal(asc.view) else {
        return;
    };
    let swapped = is_key_id(text)
        && key_id
            .judged_literal(asc.view)
            .is_some_and(|(_, key)| is_issuer_id(key));
    if is_issuer_id(text) || swapped {
        return;
    }
    let message = if is_key_id(text) {
        format!(
            "{} has the form of a key's id, not of an issuer's",
            shown(text)
        )
    } else {
        format!("{} is no issuer id: these are UUIDs", shown(text))
    };
    report
        .at(node, message)
        .help("copy the issuer id from above the table of team keys in App Store Connect; individual keys have none. The key needs the App Manager role, and the upload fails otherwise");
}
