//! Each platform has its own app in Firebase.

use crate::knowledge::firebase::app_id_platform;
use crate::rules::prelude::*;
use crate::rules::shared::publishers::{firebase, text};

rule! {
    id: "firebase-app-id-platform",
    category: Publishing,
    severity: Error,
    summary: "the id of an Android app under `ios`, or the other way round",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(firebase) = firebase(view) else {
        return;
    };
    let (android, ios) = (&firebase.section.android, &firebase.section.ios);
    let tree = view.tree();
    for (platform, app, other, other_app) in [
        ("android", android, "ios", ios),
        ("ios", ios, "android", android),
    ] {
        let Some((node, id)) = app.value().and_then(|app| text(tree, &app.app_id)) else {
            continue;
        };
        if app_id_platform(id) != Some(other) {
            continue;
        }
        let draft = report
            .at(node, format!("`{id}` is the id of an app for `{other}`, but stands under `{platform}`"))
            .help("take the id of the other app from the Firebase console, or put this one under its own key; Firebase refuses the file otherwise");
        if let Some(key) = app.key().filter(|_| other_app.key().is_none()) {
            draft.fix(Fix::suggestion(
                format!("write `{other}` for `{platform}`"),
                tree.span(key),
                other,
            ));
        }
    }
}
