//! What is published must be among the artifacts.

use crate::rules::prelude::*;
use crate::rules::shared::apple_artifacts::{Kept, kept};
use crate::rules::shared::packages::{Package, add_pattern, makings};

rule! {
    id: "asc-artifact-missing",
    category: Artifacts,
    severity: Error,
    summary: "publishing to App Store Connect without an `.ipa` or `.pkg` among the artifacts",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let (place, message) = match (kept(asc), asc.workflow().artifacts.key()) {
        (Kept::Nothing, _) => (
            asc.view.key(),
            "published to App Store Connect, but the workflow keeps no artifacts",
        ),
        (Kept::NoPackage, Some(key)) => (
            key,
            "no pattern here can match an `.ipa` or `.pkg` for App Store Connect",
        ),
        _ => return,
    };
    let draft = report
        .at(place, message)
        .help("add the pattern of the package, such as `build/ios/ipa/*.ipa`; nothing is uploaded otherwise")
        .caused_by(asc.tree(), asc.key, "published to App Store Connect here");
    let made = makings(asc.view);
    if let Some(making) = made.iter().find(|it| it.package == Package::Ipa)
        && let Some(fix) = add_pattern(asc.view, &making.pattern(asc.view))
    {
        draft.fix(fix);
    }
}
