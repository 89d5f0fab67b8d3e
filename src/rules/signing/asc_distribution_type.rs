//! App Store Connect takes App Store builds.

use crate::model::environment::DistributionType;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::mentions;

rule! {
    id: "asc-distribution-type",
    category: Signing,
    severity: Error,
    summary: "publishing to App Store Connect with signing files for another kind of distribution",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let environment = asc.workflow().environment.value();
    let Some(signing) = environment.and_then(|environment| environment.ios_signing.value()) else {
        return;
    };
    let chosen = &signing.distribution_type;
    let (Some(node), Some(Value::Literal(kind))) = (chosen.node(), chosen.value()) else {
        return;
    };
    // Files fetched in a step may be the ones that count.
    let other_files = ["fetch-signing-files", "fastlane", "match "];
    if *kind == DistributionType::AppStore || mentions(asc.view, &other_files) {
        return;
    }
    let tree = asc.tree();
    let draft = report
        .at(node, format!("builds signed for `{}` are refused by App Store Connect", kind.word()))
        .help("choose `app_store`; only a distribution certificate with an App Store profile is accepted")
        .related(tree, asc.key, "published to App Store Connect here")
        .in_use();
    if tree.kind(node) == NodeKind::Scalar {
        draft.fix(Fix::suggestion(
            "write `app_store`",
            tree.span(node),
            "app_store",
        ));
    }
}
