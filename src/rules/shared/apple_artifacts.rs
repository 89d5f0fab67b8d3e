//! What a workflow keeps of its build, as far as App Store Connect cares.

use crate::expression::glob::may_end_with;

use super::apple_builds::{Product, builds, mentions};
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
    let artifacts = &asc.workflow().artifacts;
    let items = artifacts.items();
    if items.is_empty() && artifacts.is_set() {
        return Kept::Package;
    }
    let tree = asc.tree();
    let may_be = |ending: &str| {
        let mut patterns = items.iter().map(|item| tree.scalar(item.node));
        patterns.any(|pattern| pattern.is_none_or(|pattern| may_end_with(pattern, ending)))
    };
    if may_be(".ipa") || may_be(".pkg") {
        return Kept::Package;
    }
    // Files that a step puts into this folder are artifacts too.
    if mentions(asc.view, &["cm_build_output_dir", "fci_build_output_dir"]) {
        return Kept::Package;
    }
    let builds_for_mac = || builds(asc.view).any(|build| build.product == Product::MacApp);
    if items.is_empty() {
        Kept::Nothing
    } else if may_be(".app") && builds_for_mac() {
        Kept::MacApp
    } else {
        Kept::NoPackage
    }
}
