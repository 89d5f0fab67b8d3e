//! What the key must be allowed to do.

use crate::rules::prelude::*;

rule! {
    id: "asc-role-reminder",
    category: Publishing,
    severity: Info,
    summary: "a reminder that the API key needs the App Manager role",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    pedantic: true,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let publishing = asc.publishing;
    let has_key = publishing.auth.is_set() || asc.uses_key();
    if !has_key {
        return;
    }
    let used_for = if publishing.submit_to_app_store.may_be_true() {
        "upload and submit to App Store review"
    } else if publishing.submit_to_testflight.may_be_true() {
        "upload and submit to beta review"
    } else if publishing.beta_groups.items().is_empty() {
        "upload"
    } else {
        "upload and hand the build to groups"
    };
    report
        .at(asc.key, format!("the API key needs the App Manager role to {used_for}"))
        .help("see the Access column under Users and Access > Integrations in App Store Connect; Admin works too, Developer is refused; for another role, create a new key");
}
