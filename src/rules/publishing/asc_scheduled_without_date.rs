//! A scheduled release needs its date.

use crate::model::app_store_connect::ReleaseType;
use crate::rules::prelude::*;

rule! {
    id: "asc-scheduled-without-date",
    category: Publishing,
    severity: Error,
    summary: "`release_type: SCHEDULED` without `earliest_release_date`",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let release_type = &asc.publishing.release_type;
    let scheduled = release_type.value() == Some(&Value::Literal(ReleaseType::Scheduled));
    let Some(node) = release_type.node().filter(|_| scheduled) else {
        return;
    };
    if asc.publishing.earliest_release_date.is_set() {
        return;
    }
    report
        .at(node, "`release_type: SCHEDULED` needs `earliest_release_date`")
        .help("add `earliest_release_date` with a full hour in the future, such as `2030-01-31T14:00:00+00:00`, or choose `MANUAL` or `AFTER_APPROVAL`")
        .in_use();
}
