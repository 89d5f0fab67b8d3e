//! TestFlight asks about encryption unless the app says.

use crate::repository::xcode_project::{Configuration, Target};
use crate::repository::{Repository, paths};
use crate::rules::prelude::*;
use crate::rules::shared::mentions::scripts_may_change;
use crate::rules::shared::xcode_projects::xcode_projects;

rule! {
    id: "encryption-declaration",
    category: Publishing,
    severity: Info,
    summary: "TestFlight submission of an app whose Info.plist does not say whether it encrypts",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

const KEY: &str = "ITSAppUsesNonExemptEncryption";

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let view = asc.view;
    let submit = &asc.publishing.submit_to_testflight;
    let (Some(repository), Some(node), true) =
        (view.file.repository(), submit.node(), submit.is_true())
    else {
        return;
    };
    let Some(projects) = xcode_projects(view) else {
        return;
    };
    // All scripts are looked through for it.
    if scripts_may_change(view, &[&KEY.to_lowercase(), "xcodegen", "expo prebuild"]) {
        return;
    }
    let mut lacking: Option<String> = None;
    for project in &projects {
        for target in project.project.applications() {
            match plist_without(repository, &project.directory, target) {
                Some(path) => lacking = lacking.or(Some(path)),
                None => return,
            }
        }
    }
    if let Some(path) = lacking {
        report
            .at(
                node,
                format!("`{path}` does not say whether the app encrypts: each build waits until a person answers"),
            )
            .help(format!("add `{KEY}` with `<false/>` where the app uses no encryption of its own; App Store Connect answers `The build is missing export compliance.` otherwise"))
            .in_use();
    }
}

/// The Info.plist of a target that can be read and does not say it, while the
/// target's settings do not either.
fn plist_without(repository: &Repository, directory: &str, target: &Target) -> Option<String> {
    let says = |it: &Configuration| it.setting(&format!("INFOPLIST_KEY_{KEY}")).is_some();
    if target.configurations.iter().any(says) {
        return None;
    }
    let mut files = target.configurations.iter().map(|it| {
        let file = it.literal("INFOPLIST_FILE")?;
        let path = paths::join(directory, file)?;
        let plist = repository.info_plist(&path)?;
        plist.get(KEY).is_none().then_some(path)
    });
    let first = files.next()??;
    files.all(|it| it.is_some()).then_some(first)
}
