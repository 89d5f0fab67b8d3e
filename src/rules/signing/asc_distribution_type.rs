//! App Store Connect takes App Store builds.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::signed_for_another;

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
    let Some((node, kind)) = signed_for_another(asc.view) else {
        return;
    };
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
