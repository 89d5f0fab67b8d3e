//! The command line tool knows the key only by three names.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, scripts_mention};

rule! {
    id: "asc-env-variable-nonstandard-name",
    category: Publishing,
    severity: Hint,
    summary: "a key under names that the `app-store-connect` of the same workflow does not read",
    source: "https://github.com/codemagic-ci-cd/codemagic-cli-tools/blob/master/docs/app-store-connect/README.md",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let mut calls = asc.view.calls(["app-store-connect"]).map(|(_, it)| it);
    let calls_tool = calls.find(|it| {
        let own_key = ["--private-key", "--key-id", "--issuer-id", "--apple-id"];
        let command = it.command();
        command.tool() == "app-store-connect"
            && !command.arguments().is_empty()
            && own_key.iter().all(|option| !command.has_option(option))
    });
    let Some(call) = calls_tool.filter(|_| !asc.view.has_integration()) else {
        return;
    };
    for key in key_fields(asc.publishing) {
        let (Some(node), Some(used)) = (key.node(tree), key.variable_used(tree)) else {
            continue;
        };
        let standard = key.variable;
        let is_there = asc.view.has_var(standard) || scripts_mention(asc.view, standard);
        if used == standard || is_there || asc.view.variable(used) == VariableSource::Nothing {
            continue;
        }
        let called = asc
            .view
            .script_span(call.script, call.command().range.clone());
        report
            .at(node, format!("`app-store-connect` in `scripts` reads `${standard}`, not `${used}`"))
            .help(format!("keep the value as `{standard}` and write that here too, or hand it over with an option; the key needs the App Manager role"))
            .related_span(called, "called here without a key")
            .in_use();
    }
}
