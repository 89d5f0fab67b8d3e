//! The same beta group twice.

use crate::rules::prelude::*;
use crate::rules::shared::removal;
use rustc_hash::FxHashMap;

rule! {
    id: "asc-beta-group-duplicate",
    category: Publishing,
    summary: "a beta group that is listed twice",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Safe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let mut exact: FxHashMap<&str, NodeId> = FxHashMap::default();
    let mut any_case: FxHashMap<String, (NodeId, &str)> = FxHashMap::default();
    let named = asc
        .beta_groups()
        .filter(|(_, name)| !name.trim().is_empty());
    for (item, name) in named {
        if let Some(&first) = exact.get(name) {
            repeated(asc, item, name, first, report);
            continue;
        }
        exact.insert(name, item);
        let (first, other) = *any_case
            .entry(name.trim().to_lowercase())
            .or_insert((item, name));
        // White space around a name has a rule of its own.
        if other.trim() != name.trim() {
            report
                .at(item, format!("beta group `{name}` differs from `{other}` only in case"))
                .help("keep the spelling that TestFlight shows; names are compared exactly, and a group that is not found is passed over with only a warning in the log")
                .related(asc.tree(), first, "first listed here");
        }
    }
}

fn repeated(
    asc: &AppStoreConnectView<'_>,
    item: NodeId,
    name: &str,
    first: NodeId,
    report: &mut Report<'_>,
) {
    let draft = report
        .at(item, format!("beta group `{name}` is listed twice"))
        .help("remove one of the two; the build is handed to a group once")
        .related(asc.tree(), first, "first listed here");
    if let Some(span) = removal::of_item(asc.tree(), item) {
        draft.fix(Fix::safe("remove the repeated group", span, ""));
    }
}
