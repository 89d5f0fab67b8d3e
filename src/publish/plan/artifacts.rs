//! Patterns of `artifacts`, and whether a package is kept by them.

use crate::app_store_connect::Platform;
use crate::expression::glob::may_end_with;
use crate::rules::check::AppStoreConnectView;
use crate::rules::shared::apple_artifacts::{Kept, kept};
use crate::rules::shared::apple_builds::{Product, builds, flutter_build};
use crate::rules::steps::StepCommand;

use super::variables::Resolver;
use super::{Artifact, Remark};

/// Endings of packages that App Store Connect takes.
const PACKAGES: [&str; 2] = [".ipa", ".pkg"];

/// The patterns of the workflow, in their order.
pub(super) fn read(resolver: &Resolver<'_, '_>) -> Vec<Artifact> {
    let items = resolver.view.workflow.artifacts.items().iter();
    let read = |node| {
        let found = resolver.scalar(node);
        let written = resolver.view.tree().scalar(node).unwrap_or_default();
        let pattern = found.value.filter(|_| !found.is_secret);
        let pattern = pattern.unwrap_or_else(|| written.to_owned());
        Artifact {
            may_match_package: PACKAGES.iter().any(|it| may_end_with(&pattern, it)),
            pattern,
            place: found.place,
        }
    };
    items.map(|item| read(item.node)).collect()
}

/// What is to say where nothing is kept that could be published.
pub(super) fn remark(asc: &AppStoreConnectView<'_>) -> Option<Remark> {
    let view = asc.view;
    let tree = view.tree();
    let key = view.workflow.artifacts.key().unwrap_or(asc.key);
    let (message, help) = match kept(asc) {
        Kept::Package => return None,
        Kept::Nothing => (
            "the workflow keeps no artifacts: there is nothing to publish",
            "add `artifacts` with the package, such as `build/ios/ipa/*.ipa`",
        ),
        Kept::MacApp => (
            "the workflow keeps an `.app`, which App Store Connect does not take",
            "make a `.pkg` of it and add that to `artifacts`",
        ),
        Kept::NoPackage => (
            "no pattern of `artifacts` matches an `.ipa` or `.pkg`: nothing is published",
            "add the package, such as `build/ios/ipa/*.ipa`",
        ),
    };
    Some(Remark {
        message: message.into(),
        help: Some(help.into()),
        place: Some(tree.span(key).range()),
        is_fatal: false,
    })
}

/// What the workflow builds for, as far as its artifacts and commands tell.
pub(super) fn platform(resolver: &Resolver<'_, '_>, artifacts: &[Artifact]) -> Platform {
    let view = resolver.view;
    let keeps = |ending| {
        let mut all = artifacts.iter();
        all.any(|it| may_end_with(&it.pattern, ending))
    };
    let (keeps_ipa, keeps_pkg) = (keeps(".ipa"), keeps(".pkg"));
    let commands = || view.commands().iter().map(StepCommand::command);
    let for_tv = commands().any(|command| {
        let mut words = command.arguments().iter();
        command.tool().starts_with("xcode")
            && words.any(|word| word.text.contains("appletvos") || word.text.contains("tvOS"))
    });
    let builds_mac = builds(view).any(|build| build.product == Product::MacApp)
        || commands().any(|command| command.tool() == "productbuild");
    let builds_ipa = commands().any(|command| {
        flutter_build(command) == Some("ipa")
            || (command.tool() == "xcode-project" && command.has("build-ipa"))
    });
    match (keeps_ipa, keeps_pkg) {
        (false, true) => Platform::MacOs,
        (_, true) if builds_mac && !builds_ipa => Platform::MacOs,
        _ if for_tv => Platform::TvOs,
        _ => Platform::Ios,
    }
}
