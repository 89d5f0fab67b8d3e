//! Magic Actions work with an API key only.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::password_fields;

rule! {
    id: "asc-password-disables-magic-actions",
    category: Publishing,
    summary: "Magic Actions asked for with an app-specific password, which cannot run them",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let publishing = asc.publishing;
    if !asc.uses_password() || publishing.auth.is_set() || asc.uses_key() {
        return;
    }
    let tree = asc.tree();
    let credential = password_fields(publishing)
        .into_iter()
        .rev()
        .find_map(|credential| credential.field.key());
    let flags = [
        ("submit_to_testflight", &publishing.submit_to_testflight),
        (
            "expire_build_submitted_for_review",
            &publishing.expire_build_submitted_for_review,
        ),
        ("submit_to_app_store", &publishing.submit_to_app_store),
        (
            "cancel_previous_submissions",
            &publishing.cancel_previous_submissions,
        ),
    ];
    let groups = Some(("beta_groups", publishing.beta_groups.key()))
        .filter(|_| !publishing.beta_groups.items().is_empty());
    let actions = flags
        .into_iter()
        .filter(|(_, flag)| flag.is_true())
        .map(|(name, flag)| (name, flag.key()))
        .chain(groups);
    for (name, key) in actions {
        let (Some(key), Some(credential)) = (key, credential) else {
            continue;
        };
        report
            .at(key, format!("`{name}` does not run with an app-specific password: Magic Actions need an API key"))
            .help("authenticate with `auth: integration`, or with `api_key`, `key_id` and `issuer_id`; the key needs the App Manager role. As it is, the build is uploaded and stays there")
            .related(tree, credential, "the password is used here")
            .in_use();
    }
}
