//! The old way to log in.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::password_fields;

rule! {
    id: "asc-app-specific-password-deprecated",
    category: Deprecation,
    summary: "publishing with an Apple Account and an app-specific password",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let mut keys = password_fields(asc.publishing)
        .into_iter()
        .filter(|credential| credential.field.is_set())
        .filter_map(|credential| credential.field.key());
    let Some(key) = keys.next() else {
        return;
    };
    let draft = report
        .at(key, "publishing with an app-specific password is deprecated and triggers no Magic Actions")
        .help("authenticate with an API key that has the App Manager role: `auth: integration`, or `api_key`, `key_id` and `issuer_id`. TestFlight and App Store submission do not run otherwise");
    if let Some(other) = keys.next() {
        draft.related(tree, other, "and this belongs to it");
    }
}
