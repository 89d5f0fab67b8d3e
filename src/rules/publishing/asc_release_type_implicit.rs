//! The release type decides what happens after approval.

use crate::rules::prelude::*;

rule! {
    id: "asc-release-type-implicit",
    category: Publishing,
    severity: Hint,
    summary: "App Store submission that leaves the release type open",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let submit = &asc.publishing.submit_to_app_store;
    let Some(key) = submit.key().filter(|_| submit.is_true()) else {
        return;
    };
    // A key without a value, or a date without its type, is told elsewhere.
    let publishing = asc.publishing;
    let told = publishing.release_type.key().is_some() || publishing.earliest_release_date.is_set();
    if told || asc.uses_password() {
        return;
    }
    report
        .at(key, "no `release_type` is chosen: a new version waits to be released by hand")
        .help("write `release_type: MANUAL`, `AFTER_APPROVAL` or `SCHEDULED` to say what shall happen after approval; a version that exists keeps its setting")
        .in_use();
}
