//! What a workflow keeps of its build, as far as App Store Connect cares.

use super::apple_builds::{Product, builds};
use super::artifacts::{fills_output_folder, may_keep};
use crate::rules::check::AppStoreConnectView;

/// What the artifacts may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kept {
    /// There are no artifacts.
    Nothing,
    /// Perhaps a package: an `.ipa` or `.pkg`.
    Package,
    /// The `.app` of a build for macOS, but no package.
    MacApp,
    /// No package.
    NoPackage,
}

/// What the artifacts may hold; a package where that cannot be told.
pub(crate) fn kept(asc: &AppStoreConnectView<'_>) -> Kept {
    let view = asc.view;
    // Files that a step puts into a folder of their own are artifacts too.
    if may_keep(view, &[".ipa", ".pkg"]) || fills_output_folder(view) {
        return Kept::Package;
    }
    let builds_for_mac = || builds(view).any(|build| build.product == Product::MacApp);
    if view.workflow.artifacts.items().is_empty() {
        Kept::Nothing
    } else if may_keep(view, &[".app"]) && builds_for_mac() {
        Kept::MacApp
    } else {
        Kept::NoPackage
    }
}
