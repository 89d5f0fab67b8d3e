//! Internal groups with automatic distribution refuse builds.

use crate::rules::prelude::*;

rule! {
    id: "asc-beta-group-internal",
    category: Publishing,
    summary: "a beta group that looks like an internal one",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let known = &asc.view.file.settings.known.internal_beta_groups;
    for (item, name) in asc.beta_groups() {
        if known.iter().any(|group| group == name) {
            report
                .at(item, format!("`{name}` is an internal group: builds cannot be assigned to it"))
                .severity(Severity::Error)
                .help("remove the group; it receives every build by itself, and TestFlight submission fails where it is listed");
        } else if looks_internal(name) {
            report
                .at(item, format!("beta group `{name}` looks like an internal group"))
                .help("an internal group with automatic distribution receives every build by itself; listing it makes Apple answer 422, and the build is not submitted");
        }
    }
}

fn looks_internal(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    name.contains("internal") || name == "app store connect users"
}
