//! A Mac app is uploaded as a package.

use crate::rules::prelude::*;
use crate::rules::shared::apple_artifacts::{Kept, kept};

rule! {
    id: "asc-mac-app-not-packaged",
    category: Artifacts,
    summary: "a Mac app among the artifacts, but no `.pkg`",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-macos/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let Some(key) = asc.workflow().artifacts.key() else {
        return;
    };
    if kept(asc) != Kept::MacApp {
        return;
    }
    report
        .at(key, "a Mac app is uploaded to App Store Connect as a signed `.pkg`, but only the `.app` is kept")
        .help("make a package with `productbuild` and `productsign` and add its pattern, such as `build/macos/**/*.pkg`")
        .related(asc.tree(), asc.key, "published to App Store Connect here")
        .in_use();
}
