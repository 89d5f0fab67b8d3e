//! A build for internal testing only reaches internal groups only.

use crate::rules::prelude::*;
use crate::rules::shared::internal_testing;

rule! {
    id: "asc-internal-only-with-groups",
    category: Publishing,
    summary: "beta groups for a build that is exported for internal testing only",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let groups = &asc.publishing.beta_groups;
    let Some(key) = groups.key().filter(|_| !groups.items().is_empty()) else {
        return;
    };
    let Some(place) = internal_testing::switched_on(asc.view) else {
        return;
    };
    report
        .at(key, "`beta_groups`, but the build is exported for internal testing only")
        .help("only internal groups can receive this build; remove external groups, or `testFlightInternalTestingOnly` from the export options")
        .related_span(place, "exported for internal testing only here")
        .in_use();
}
