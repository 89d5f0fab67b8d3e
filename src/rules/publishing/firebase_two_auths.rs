//! One way to log in to Firebase is enough.

use crate::rules::prelude::*;
use crate::rules::shared::publishers::firebase;
use crate::rules::shared::removal;

rule! {
    id: "firebase-two-auths",
    category: Publishing,
    summary: "both a token and a service account for Firebase",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(firebase) = firebase(view) else {
        return;
    };
    let (token, account) = (
        &firebase.section.firebase_token,
        &firebase.section.firebase_service_account,
    );
    let (Some(token_key), Some(account_key)) = (token.key(), account.key()) else {
        return;
    };
    if !token.is_set() || !account.is_set() {
        return;
    }
    let tree = view.tree();
    let draft = report
        .at(
            token_key,
            "`firebase_token` stands beside `firebase_service_account`: one of the two logs in",
        )
        .help("keep the service account; Firebase has deprecated tokens")
        .related(tree, account_key, "the other one");
    if let Some(span) = removal::of_entry(tree, token_key) {
        draft.fix(Fix::suggestion("remove `firebase_token`", span, ""));
    }
}
