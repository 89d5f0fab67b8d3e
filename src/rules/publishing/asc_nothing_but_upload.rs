//! An upload that nothing follows.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::may_hold_more;

rule! {
    id: "asc-nothing-but-upload",
    category: Publishing,
    severity: Hint,
    summary: "App Store Connect publishing that asks for nothing but the upload",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    pedantic: true,
    check: AppStoreConnect(check),
}

const CREDENTIALS: [&str; 6] = [
    "auth",
    "api_key",
    "key_id",
    "issuer_id",
    "apple_id",
    "password",
];

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let (tree, publishing) = (asc.tree(), asc.publishing);
    let authenticates = publishing.auth.is_set() || asc.uses_key() || asc.uses_password();
    let only_credentials = tree.fields(publishing.mapping).all(|field| {
        let key = tree.scalar(field.key);
        key.is_some_and(|key| CREDENTIALS.contains(&key))
    });
    // Scripts after publishing may well go on from here.
    let scripts_follow = asc
        .workflow()
        .publishing
        .value()
        .is_some_and(|publishing| publishing.scripts.is_set());
    // With a password there is nothing else to ask for.
    if !authenticates
        || asc.uses_password()
        || !only_credentials
        || scripts_follow
        || may_hold_more(tree, publishing.mapping)
    {
        return;
    }
    report
        .at(asc.key, "the build is uploaded, where internal testers may get it, and is not submitted to any review")
        .help("set `submit_to_testflight`, `beta_groups` or `submit_to_app_store`, which need a key with the App Manager role; `submit_to_testflight: false` says that the upload is all you want");
}
