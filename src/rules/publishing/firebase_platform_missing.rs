//! Firebase has to know the app.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::may_hold_more;
use crate::rules::shared::publishers::firebase;

rule! {
    id: "firebase-platform-missing",
    category: Publishing,
    summary: "Firebase publishing that names neither an Android nor an iOS app",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(firebase) = firebase(view) else {
        return;
    };
    let section = firebase.section;
    if section.android.is_set()
        || section.ios.is_set()
        || may_hold_more(view.tree(), section.mapping)
    {
        return;
    }
    report
        .at(firebase.key, "`firebase` names no app: neither `android` nor `ios`")
        .help("add `android` or `ios` with the `app_id` that the Firebase console shows; nothing is distributed otherwise");
}
