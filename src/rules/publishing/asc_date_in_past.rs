//! A release cannot be scheduled for the past.

use crate::expression::timestamp::timestamp;
use crate::rules::prelude::*;

rule! {
    id: "asc-date-in-past",
    category: Publishing,
    severity: Error,
    summary: "`earliest_release_date` that has gone by",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let date = &asc.publishing.earliest_release_date;
    let (Some(node), Some(text)) = (date.node(), date.literal(asc.tree())) else {
        return;
    };
    let (Ok(written), Some(now)) = (timestamp(text), asc.view.file.settings.now) else {
        return;
    };
    if written.moment > now {
        return;
    }
    report
        .at(node, format!("`{text}` lies in the past"))
        .help("write a full hour in the future, at which the build will have been submitted; the release fails otherwise");
}
