//! Waiting for Apple on a machine that costs money.

use crate::rules::prelude::*;

rule! {
    id: "asc-cli-publish-wait",
    category: Publishing,
    severity: Hint,
    summary: "a script that waits for Apple to process the build",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: Workflow(check),
}

const WAITS: [&str; 3] = ["--testflight", "--app-store", "--beta-group"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let publishing = view.workflow.publishing.value();
    // There the second upload is the graver matter.
    if publishing.is_some_and(|publishing| publishing.app_store_connect.is_set()) {
        return;
    }
    for (_, step) in view.calls(["app-store-connect"]) {
        let command = step.command();
        let option = WAITS.into_iter().find(|option| command.has_option(option));
        let Some(option) = option.filter(|_| command.runs("app-store-connect", &["publish"]))
        else {
            continue;
        };
        if command.option_text("--max-build-processing-wait") == Some("0") {
            continue;
        }
        let span = view.script_span(step.script, command.range.clone());
        report
            .span(step.script, span, format!("with `{option}` the build machine waits while Apple processes the build"))
            .help("`publishing.app_store_connect` does the same after the build has ended, without using build minutes; the key needs the App Manager role")
            .in_use();
    }
}
