//! The command line tools need a key of App Store Connect.

use crate::expression::shell::Command;
use crate::rules::prelude::*;
use crate::rules::shared::calls::{may_have_more_options, place_of_call};
use crate::rules::shared::credentials::key_fields;
use crate::rules::shared::fetching::{has_key_options, has_no_key};
use crate::rules::shared::signing::ios_signing;

rule! {
    id: "fetch-signing-credentials",
    category: Signing,
    severity: Error,
    summary: "a command that asks App Store Connect, in a workflow that has no key for it",
    source: "https://docs.codemagic.io/yaml-code-signing/alternative-code-signing-methods/",
    check: Workflow(check),
}

const FETCH: &str = "fetch-signing-files";

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let calls = view.calls(["app-store-connect"]).map(|(_, it)| it);
    let mut found = calls.filter(|it| asks(it.command()));
    let Some(first) = found.next() else {
        return;
    };
    // A script of the repository may set the variables.
    if !has_no_key(view) || publishes_without_key(view) || view.hides_commands() {
        return;
    }
    for found in std::iter::once(first).chain(found) {
        let command = found.command();
        let what = command.argument(0);
        // Beside signing that the service does, fetching itself is one thing too many.
        let is_idle = what == FETCH && ios_signing(view).is_some();
        if is_idle || has_key_options(found) || may_have_more_options(command) {
            continue;
        }
        let draft = report
            .span(
                found.script,
                place_of_call(view, found),
                format!("`{what}` has no key for App Store Connect: the workflow has no integration, no group and none of the variables"),
            )
            .help("add `integrations: app_store_connect: <key name>`, or a variable group with `APP_STORE_CONNECT_ISSUER_ID`, `APP_STORE_CONNECT_KEY_IDENTIFIER` and `APP_STORE_CONNECT_PRIVATE_KEY`; the command fails otherwise")
            .in_use();
        // There the build goes on without an answer.
        if command.context.is_tested || command.context.in_substitution {
            draft.severity(Severity::Warning);
        }
    }
}

/// Whether publishing lacks the same key: that is the graver matter.
fn publishes_without_key(view: &WorkflowView<'_>) -> bool {
    let publishing = view.workflow.publishing.value();
    let asc = publishing.and_then(|it| it.app_store_connect.value());
    asc.is_some_and(|asc| {
        let mut fields = key_fields(asc).into_iter();
        let uses_variables =
            fields.any(|field| field.variable_used(view.tree()) == Some(field.variable));
        asc.auth.is_set() || uses_variables
    })
}

fn asks(command: &Command<'_>) -> bool {
    let asked = command.argument(0);
    command.tool() == "app-store-connect"
        && !command.has("--help")
        && (asked == FETCH || (asked.starts_with("get-latest-") && asked.ends_with("build-number")))
}
