//! A beta group that was copied from an example.

use crate::rules::prelude::*;

rule! {
    id: "asc-beta-group-placeholder",
    category: Publishing,
    summary: "a placeholder where the name of a beta group should be",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    for (item, name) in asc.beta_groups().filter(|(_, name)| is_placeholder(name)) {
        report
            .at(item, format!("`{name}` is a placeholder, not the name of a beta group"))
            .help("write the group's name as TestFlight shows it, or remove the item; a group that is not found is passed over with only a warning in the log");
    }
}

fn is_placeholder(name: &str) -> bool {
    let name = name.trim().to_lowercase().replace(['_', '-'], " ");
    let numbered = |start: &str| {
        name.strip_prefix(start)
            .is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
    };
    matches!(&*name, "..." | "…" | "todo" | "changeme" | "change me")
        || (name.starts_with('<') && name.ends_with('>'))
        || numbered("group name")
        || numbered("beta group name")
        || name.starts_with("replace with ")
        || (name.starts_with("your ") && name.contains("group"))
}
