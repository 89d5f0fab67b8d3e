//! iOS apps come as one type of file.

use crate::rules::prelude::*;
use crate::rules::shared::publishers::firebase;
use crate::rules::shared::removal;

rule! {
    id: "firebase-artifact-type-ios",
    category: Publishing,
    summary: "`artifact_type` for an iOS app in Firebase",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(app) = firebase(view).and_then(|firebase| firebase.section.ios.value()) else {
        return;
    };
    let Some(key) = app
        .artifact_type
        .key()
        .filter(|_| app.artifact_type.is_set())
    else {
        return;
    };
    let tree = view.tree();
    let draft = report
        .at(
            key,
            "`artifact_type` chooses between `apk` and `aab`; it has no effect under `ios`",
        )
        .help("remove it, or move it to `android`");
    if let Some(span) = removal::of_entry(tree, key) {
        draft.fix(Fix::suggestion("remove `artifact_type`", span, ""));
    }
}
