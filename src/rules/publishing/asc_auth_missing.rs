//! Publishing to App Store Connect needs to log in somehow.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::may_hold_more;
use crate::rules::shared::edits::put_first;

rule! {
    id: "asc-auth-missing",
    category: Publishing,
    severity: Error,
    summary: "App Store Connect publishing without any authentication",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let publishing = asc.publishing;
    if publishing.auth.is_set()
        || asc.uses_key()
        || asc.uses_password()
        || may_hold_more(asc.tree(), publishing.mapping)
    {
        return;
    }
    let fix = (asc.view.has_integration() && publishing.auth.key().is_none())
        .then(|| {
            put_first(
                asc.tree(),
                publishing.mapping,
                &["auth: integration".into()],
            )
        })
        .flatten();
    let draft = report
        .at(asc.key, "`app_store_connect` has no authentication: neither `auth: integration` nor an API key")
        .help("add `auth: integration`, or all of `api_key`, `key_id` and `issuer_id`; the key needs the App Manager role. Nothing can be uploaded otherwise");
    if let Some((span, text)) = fix {
        draft.fix(Fix::suggestion("add `auth: integration`", span, text));
    }
}
