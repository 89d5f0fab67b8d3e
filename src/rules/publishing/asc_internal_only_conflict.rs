//! A build for internal testing only cannot be submitted for review.

use crate::rules::prelude::*;
use crate::rules::shared::internal_testing;

rule! {
    id: "asc-internal-only-conflict",
    category: Publishing,
    severity: Error,
    summary: "a build exported for internal testing only that is submitted for review",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let Some(place) = internal_testing::switched_on(asc.view) else {
        return;
    };
    let submits = [
        ("submit_to_testflight", &asc.publishing.submit_to_testflight),
        ("submit_to_app_store", &asc.publishing.submit_to_app_store),
    ];
    for (name, field) in submits {
        let Some(value) = field.node().filter(|_| field.is_true()) else {
            continue;
        };
        report
            .at(value, format!("`{name}: true`, but the build is exported for internal testing only"))
            .help("remove `testFlightInternalTestingOnly` from the export options, or do not submit; Apple refuses the submission otherwise")
            .related_span(place, "exported for internal testing only here")
            .in_use();
    }
}
