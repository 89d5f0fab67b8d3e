//! External testers see a build only after beta review.

use crate::rules::prelude::*;

rule! {
    id: "asc-beta-groups-without-review",
    category: Publishing,
    summary: "beta groups without submission to beta review",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let Some(key) = asc.publishing.beta_groups.key() else {
        return;
    };
    let submit = &asc.publishing.submit_to_testflight;
    if asc.publishing.beta_groups.items().is_empty() || !submit.is_off() {
        return;
    }
    let draft = report
        .at(key, "`beta_groups` without `submit_to_testflight: true`: external testers do not get the build before beta review")
        .help("set `submit_to_testflight: true`; without it the build is added to the groups and waits there until someone submits it")
        .in_use();
    if let Some(node) = submit.node().filter(|_| submit.is_set()) {
        draft.related(asc.tree(), node, "switched off here");
    }
}
