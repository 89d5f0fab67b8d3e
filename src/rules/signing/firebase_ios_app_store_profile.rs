//! Testers need a profile that fits their devices.

use crate::model::environment::DistributionType;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::mentions;
use crate::rules::shared::publishers::firebase;

rule! {
    id: "firebase-ios-app-store-profile",
    category: Signing,
    summary: "an app for Firebase that is signed for the App Store",
    source: "https://docs.codemagic.io/yaml-distributing/firebase-app-distribution/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(ios) = firebase(view).map(|firebase| &firebase.section.ios) else {
        return;
    };
    let Some(signing) = view
        .workflow
        .environment
        .value()
        .and_then(|it| it.ios_signing.value())
    else {
        return;
    };
    let kind = &signing.distribution_type;
    let is_store = kind.value() == Some(&Value::Literal(DistributionType::AppStore));
    let (Some(node), Some(app)) = (kind.node(), ios.key()) else {
        return;
    };
    // Scripts and references may bring another profile.
    let others = [
        "ad_hoc",
        "ad-hoc",
        "adhoc",
        "enterprise",
        "fastlane",
        "fetch-signing-files",
    ];
    if !is_store
        || !ios.is_set()
        || signing.provisioning_profiles.is_set()
        || mentions(view, &others)
    {
        return;
    }
    let publishing = view.workflow.publishing.value();
    let tree = view.tree();
    let draft = report
        .at(node, "an app signed for `app_store` cannot be installed from Firebase")
        .help("sign it for `ad_hoc`, `development` or `enterprise`, in a workflow of its own if this one publishes to the App Store too; devices refuse it otherwise")
        .related(tree, app, "distributed through Firebase here")
        .in_use();
    if publishing.is_some_and(|it| !it.app_store_connect.is_set()) {
        draft.fix(Fix::suggestion(
            "write `ad_hoc`",
            tree.span(tree.resolve(node)),
            "ad_hoc",
        ));
    }
}
