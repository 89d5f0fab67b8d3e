//! Phased release has three states: on, off and as it was.

use crate::rules::prelude::*;

rule! {
    id: "asc-phased-release-implicit",
    category: Publishing,
    severity: Hint,
    summary: "App Store submission that leaves phased release open",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    pedantic: true,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let submit = &asc.publishing.submit_to_app_store;
    let Some(key) = submit.key().filter(|_| submit.is_true()) else {
        return;
    };
    if asc.publishing.phased_release.is_set() {
        return;
    }
    report
        .at(key, "no `phased_release` is chosen: the version's setting in App Store Connect decides")
        .help("write `phased_release: true` for a release over seven days, or `false` for one at once")
        .in_use();
}
