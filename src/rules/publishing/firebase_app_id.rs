//! Ids of apps in Firebase have a form.

use crate::knowledge::firebase::app_id_platform;
use crate::knowledge::placeholders::is_placeholder;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::lacks_sigil;
use crate::rules::shared::publishers::{firebase, text};
use crate::rules::shared::words::excerpt;

rule! {
    id: "firebase-app-id",
    category: Publishing,
    summary: "an `app_id` that is no id of a Firebase app",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(firebase) = firebase(view) else {
        return;
    };
    let tree = view.tree();
    let apps = [
        ("android", &firebase.section.android),
        ("ios", &firebase.section.ios),
    ];
    for (platform, app) in apps {
        let Some((node, id)) = app.value().and_then(|app| text(tree, &app.app_id)) else {
            continue;
        };
        // Another platform's id has a rule of its own.
        let is_id = app_id_platform(id).is_some_and(|it| matches!(it, "android" | "ios"));
        let stands_for_another = id.contains('$')
            || id.starts_with("Encrypted(")
            || is_placeholder(id)
            || lacks_sigil(view, id);
        if is_id || stands_for_another {
            continue;
        }
        report
            .at(node, format!("`{}` is no id of {} app in Firebase", excerpt(id), article(platform)))
            .help(format!("copy the App ID from the project settings of the Firebase console, such as `1:1234567890:{platform}:0a1b2c3d4e5f67890`; nothing is distributed otherwise"));
    }
}

fn article(platform: &str) -> &'static str {
    if platform == "ios" {
        "an iOS"
    } else {
        "an Android"
    }
}
