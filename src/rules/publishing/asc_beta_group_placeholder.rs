//! A beta group that was copied from an example.

use crate::knowledge::placeholders::is_placeholder;
use crate::rules::prelude::*;

rule! {
    id: "asc-beta-group-placeholder",
    category: Publishing,
    summary: "a placeholder where the name of a beta group should be",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    for (item, name) in asc.beta_groups().filter(|(_, name)| is_left_over(name)) {
        report
            .at(item, format!("`{name}` is a placeholder, not the name of a beta group"))
            .help("write the group's name as TestFlight shows it, or remove the item; a group that is not found is passed over with only a warning in the log");
    }
}

/// `group name 1` stands in the documentation's own example.
fn is_left_over(name: &str) -> bool {
    let plain = name.trim().to_lowercase().replace(['_', '-'], " ");
    let numbered = |start: &str| {
        let rest = plain.strip_prefix(start);
        rest.is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
    };
    is_placeholder(name) || numbered("group name") || numbered("beta group name")
}
