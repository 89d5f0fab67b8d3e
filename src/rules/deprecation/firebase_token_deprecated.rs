//! The old way to log in to Firebase.

use crate::rules::prelude::*;
use crate::rules::shared::publishers::firebase;

rule! {
    id: "firebase-token-deprecated",
    category: Deprecation,
    summary: "logging in to Firebase with a token of its command line",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(firebase) = firebase(view) else {
        return;
    };
    let section = firebase.section;
    // With both, the pair is what is wrong.
    if !section.firebase_token.is_set() || section.firebase_service_account.is_set() {
        return;
    }
    let Some(key) = section.firebase_token.key() else {
        return;
    };
    report
        .at(key, "`firebase_token` is deprecated by Firebase")
        .help("use `firebase_service_account` with the JSON key of an account that has the Firebase App Distribution Admin role; Firebase may refuse tokens any day");
}
