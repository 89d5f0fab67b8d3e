//! Cancelling submissions is part of submitting to the App Store.

use crate::rules::prelude::*;

rule! {
    id: "asc-cancel-without-app-store",
    category: Publishing,
    summary: "`cancel_previous_submissions` without `submit_to_app_store`",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let option = &asc.publishing.cancel_previous_submissions;
    let submit = &asc.publishing.submit_to_app_store;
    let Some(key) = option.key().filter(|_| option.is_true() && submit.is_off()) else {
        return;
    };
    let draft = report
        .at(key, "`cancel_previous_submissions` has no effect without `submit_to_app_store: true`")
        .help("set `submit_to_app_store: true`, or remove the option; it cancels App Store submissions, not TestFlight ones")
        .in_use();
    if let Some(node) = submit.node().filter(|_| submit.is_set()) {
        draft.related(asc.tree(), node, "switched off here");
    }
}
