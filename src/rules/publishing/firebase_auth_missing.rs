//! Publishing to Firebase needs to log in somehow.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::may_hold_more;
use crate::rules::shared::publishers::firebase;

rule! {
    id: "firebase-auth-missing",
    category: Publishing,
    severity: Error,
    summary: "Firebase publishing without any authentication",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(firebase) = firebase(view) else {
        return;
    };
    let section = firebase.section;
    if section.firebase_service_account.is_set()
        || section.firebase_token.is_set()
        || may_hold_more(view.tree(), section.mapping)
    {
        return;
    }
    report
        .at(firebase.key, "`firebase` has no authentication: `firebase_service_account` is missing")
        .help("add `firebase_service_account: $FIREBASE_SERVICE_ACCOUNT`, the JSON key of an account with the Firebase App Distribution Admin role; nothing can be uploaded otherwise");
}
