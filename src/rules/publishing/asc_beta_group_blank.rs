//! A beta group without a name.

use crate::rules::prelude::*;
use crate::rules::shared::removal;

rule! {
    id: "asc-beta-group-blank",
    category: Publishing,
    severity: Error,
    summary: "a beta group whose name is blank",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Safe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let blank = asc.beta_groups().filter(|(_, name)| name.trim().is_empty());
    for (item, _) in blank {
        let draft = report.at(item, "a beta group with a blank name").help(
            "write the name of a TestFlight group, or remove the item; no group has a blank name",
        );
        if let Some(span) = removal::of_item(asc.tree(), item) {
            draft.fix(Fix::safe("remove the item", span, ""));
        }
    }
}
