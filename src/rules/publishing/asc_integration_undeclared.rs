//! `auth: integration` needs the integration named on the same workflow.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::may_hold_more;

rule! {
    id: "asc-integration-undeclared",
    category: Publishing,
    severity: Error,
    summary: "`auth: integration` on a workflow that names no App Store Connect integration",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    if !asc.uses_integration()
        || asc.view.has_integration()
        || may_hold_more(asc.tree(), asc.workflow().mapping)
    {
        return;
    }
    let Some(auth) = asc.publishing.auth.node() else {
        return;
    };
    report
        .at(auth, "`auth: integration` needs `integrations.app_store_connect` on the same workflow")
        .help("add `integrations: {app_store_connect: <key name>}` to the workflow, with the name shown under Team integrations; that key needs the App Manager role. Codemagic rejects the whole file otherwise")
        .related(asc.tree(), asc.view.key(), "this workflow names no integration")
        .in_use();
}
