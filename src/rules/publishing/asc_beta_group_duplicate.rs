//! The same beta group twice.

use crate::rules::prelude::*;
use crate::rules::shared::duplicates::{self, Removable, repeated};
use rustc_hash::{FxHashMap, FxHashSet};

rule! {
    id: "asc-beta-group-duplicate",
    category: Publishing,
    summary: "a beta group that is listed twice",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Safe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let named = || {
        asc.beta_groups()
            .filter(|(_, name)| !name.trim().is_empty())
    };
    for found in repeated(named()) {
        let name = tree.scalar(found.item).unwrap_or_default();
        let message = format!("beta group `{name}` is listed twice");
        duplicates::report(report, found, message, Removable::Later)
            .help("remove one of the two; the build is handed to a group once");
    }
    let mut any_case: FxHashMap<String, (NodeId, &str)> = FxHashMap::default();
    let mut exact = FxHashSet::default();
    for (item, name) in named().filter(|(_, name)| exact.insert(*name)) {
        let (first, other) = *any_case
            .entry(name.trim().to_lowercase())
            .or_insert((item, name));
        // White space around a name has a rule of its own.
        if other.trim() != name.trim() {
            report
                .at(item, format!("beta group `{name}` differs from `{other}` only in case"))
                .help("keep the spelling that TestFlight shows; names are compared exactly, and a group that is not found is passed over with only a warning in the log")
                .related(tree, first, "first listed here");
        }
    }
}
