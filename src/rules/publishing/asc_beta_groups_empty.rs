//! An empty list of beta groups does nothing.

use crate::rules::prelude::*;
use crate::rules::shared::removal;

rule! {
    id: "asc-beta-groups-empty",
    category: Publishing,
    severity: Hint,
    summary: "`beta_groups` without any group",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Safe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let groups = &asc.publishing.beta_groups;
    let (Some(items), Some(entry)) = (groups.value(), groups.entry()) else {
        return;
    };
    if !items.is_empty() || overrides_merge(asc) {
        return;
    }
    let draft = report
        .at(
            entry.value,
            "`beta_groups` lists no group and has no effect",
        )
        .help("name the groups that shall receive the build, or remove the key");
    if let Some(span) = removal::of_entry(asc.tree(), entry.key) {
        draft.fix(Fix::safe("remove `beta_groups`", span, ""));
    }
}

/// Beside a merge key an empty list takes the merged groups away.
fn overrides_merge(asc: &AppStoreConnectView<'_>) -> bool {
    let tree = asc.tree();
    let mut entries = tree.entries(asc.publishing.mapping).iter();
    entries.any(|entry| tree.is_merge_key(entry.key))
}
