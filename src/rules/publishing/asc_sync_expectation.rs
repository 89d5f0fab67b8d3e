//! What App Store Connect says of a build comes after the workflow.

use crate::expression::shell::Command;
use crate::rules::prelude::*;
use crate::rules::shared::calls::place_of_call;

rule! {
    id: "asc-sync-expectation",
    category: Publishing,
    severity: Hint,
    summary: "a step of `publishing.scripts` that asks App Store Connect for the build just uploaded",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    for found in asc.view.publishing_commands() {
        if !asks(found.command()) {
            continue;
        }
        report
            .span(
                found.script,
                place_of_call(asc.view, &found),
                "the new build is not known yet: App Store Connect goes on processing it after the workflow has ended",
            )
            .help("ask in a later build, or in a workflow of its own; TestFlight and App Store submission begin once this workflow is over")
            .related(asc.tree(), asc.key, "uploaded by this")
            .in_use();
    }
}

fn asks(command: &Command<'_>) -> bool {
    let action = command.argument(0);
    command.tool() == "app-store-connect"
        && (action.starts_with("get-latest-")
            || matches!(
                action,
                "builds" | "list-builds" | "beta-groups" | "app-store-versions"
            ))
}
