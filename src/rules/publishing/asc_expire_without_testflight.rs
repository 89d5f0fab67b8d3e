//! Expiring a waiting build is part of submitting to TestFlight.

use crate::rules::prelude::*;

rule! {
    id: "asc-expire-without-testflight",
    category: Publishing,
    summary: "`expire_build_submitted_for_review` without `submit_to_testflight`",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let option = &asc.publishing.expire_build_submitted_for_review;
    let submit = &asc.publishing.submit_to_testflight;
    let Some(key) = option.key().filter(|_| option.is_true() && submit.is_off()) else {
        return;
    };
    let draft = report
        .at(key, "`expire_build_submitted_for_review` has no effect without `submit_to_testflight: true`")
        .help("set `submit_to_testflight: true`, or remove the option; no build is expired otherwise")
        .in_use();
    if let Some(node) = submit.node().filter(|_| submit.is_set()) {
        draft.related(asc.tree(), node, "switched off here");
    }
}
