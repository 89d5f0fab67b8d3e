//! An app-specific password belongs to an account.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::{may_hold_more, password_fields};

rule! {
    id: "asc-password-pair",
    category: Publishing,
    severity: Error,
    summary: "`apple_id` without `password`, or the other way round",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let publishing = asc.publishing;
    // With another way to authenticate the pair is superfluous anyway.
    if publishing.auth.is_set() || asc.uses_key() || may_hold_more(asc.tree(), publishing.mapping) {
        return;
    }
    let [first, second] = password_fields(publishing);
    let (given, missing) = match (first.field.is_set(), second.field.is_set()) {
        (true, false) => (first, second),
        (false, true) => (second, first),
        _ => return,
    };
    let draft = report
        .at(asc.key, format!("`{}` is missing: `apple_id` and `password` only work together", missing.name))
        .help("better than both is an API key with the App Manager role: an app-specific password only uploads, and the upload fails without its account");
    if let Some(key) = given.field.key() {
        draft.related(asc.tree(), key, "given here");
    }
}
