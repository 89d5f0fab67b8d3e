//! A name that was never filled in.

use crate::knowledge::placeholders::is_placeholder;
use crate::rules::prelude::*;

rule! {
    id: "asc-integration-placeholder",
    category: Publishing,
    severity: Error,
    summary: "a placeholder where the name of an App Store Connect API key belongs",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    // With a list of names, this is an unknown one like others.
    if view.file.settings.known.integrations.is_some() {
        return;
    }
    let integrations = view.workflow.integrations.value();
    let Some(named) = integrations.and_then(|it| it.app_store_connect.value()?.literal()) else {
        return;
    };
    let name = named.get(view.tree());
    if !is_placeholder(name) {
        return;
    }
    report
        .at(named.0, format!("`{name}` is a placeholder for the name of an API key"))
        .help("write the name that the key has under Team integrations; the key needs the App Manager role. Codemagic refuses to start the build otherwise");
}
