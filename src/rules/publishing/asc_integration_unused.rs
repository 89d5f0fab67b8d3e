//! An integration that nothing uses.

use crate::knowledge::variables;
use crate::model::TextNode;
use crate::model::app_store_connect::AppStoreConnect;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, scripts_mention};
use crate::rules::shared::publishers::shares_and_publishes;

rule! {
    id: "asc-integration-unused",
    category: Publishing,
    severity: Hint,
    summary: "an App Store Connect integration that neither publishing nor a step uses",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: Workflow(check),
}

/// What steps mention that may use the integration, in lower case.
const USERS: [&str; 9] = [
    "altool",
    "app-store-connect",
    "app_store_connect",
    "codemagic-cli-tools",
    "fastlane",
    "notarytool",
    "testflight",
    "xcode-project",
    "xcodebuild",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let integrations = view.workflow.integrations.value();
    let integration = integrations.and_then(|it| it.app_store_connect.value()?.literal());
    let Some(&integration) = integration else {
        return;
    };
    let publishing = &view.workflow.publishing;
    let asc = publishing.value().map(|it| &it.app_store_connect);
    if let Some(asc) = asc.filter(|asc| asc.is_set()) {
        if let Some(asc) = asc.value() {
            check_beside_key(view, asc, integration, report);
        }
        return;
    }
    let is_readable = publishing.is_set() == publishing.value().is_some();
    if is_readable && !may_be_needed(view, integration) {
        let name = integration.get(view.tree());
        report
            .at(integration.0, format!("the integration `{name}` is not used: nothing is published to App Store Connect, and no step needs it"))
            .help("remove it, or publish through it: `auth: integration` under `publishing.app_store_connect`")
            .in_use();
    }
}

/// Where publishing brings a key of its own.
fn check_beside_key(
    view: &WorkflowView<'_>,
    asc: &AppStoreConnect,
    integration: TextNode,
    report: &mut Report<'_>,
) {
    let tree = view.tree();
    // The integration also fills three variables, for fields and for scripts.
    let from_integration = |name: &str| variables::is_from_integration(name);
    let fields = key_fields(asc);
    let fields_use_it = fields
        .iter()
        .filter_map(|key| key.variable_used(tree))
        .any(from_integration);
    let scripts_use_it =
        scripts_mention(view, "APP_STORE_CONNECT_") || scripts_mention(view, "app-store-connect");
    let Some(first) = fields.iter().find_map(|key| key.field.key()) else {
        return;
    };
    let brings_key = fields.iter().any(|key| key.field.is_set());
    if !brings_key || asc.auth.is_set() || fields_use_it || scripts_use_it {
        return;
    }
    let name = integration.get(tree);
    report
        .at(integration.0, format!("the integration `{name}` is not used: publishing brings its own key"))
        .help("write `auth: integration` in place of `api_key`, `key_id` and `issuer_id`, or remove the integration; the key that remains needs the App Manager role")
        .related(tree, first, "this key is used")
        .in_use();
}

/// Whether something in a workflow that does not publish to App Store Connect may
/// need the integration, by a plain look.
fn may_be_needed(view: &WorkflowView<'_>, integration: TextNode) -> bool {
    let workflow = view.workflow;
    let publishing = workflow.publishing.value();
    let environment = workflow.environment.value();
    let runs_after = publishing.is_some_and(|it| it.scripts.is_set());
    let signs = environment.is_some_and(|it| it.ios_signing.is_set());
    let is_mentioned = view.texts().iter().any(|text| {
        let takes_it = |name: &str| variables::is_from_integration(name);
        let lower = text.phase.map(|_| text.text.to_lowercase());
        text.variables().any(|(name, _)| takes_it(name))
            || lower.is_some_and(|text| USERS.iter().any(|word| text.contains(word)))
    });
    view.steps().is_empty()
        || runs_after
        || signs
        || workflow.environment.is_set() != environment.is_some()
        || is_mentioned
        || view.hides_commands()
        || shares_and_publishes(view, integration)
}
