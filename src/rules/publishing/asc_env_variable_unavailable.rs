//! Credentials come from variables that exist.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, may_hold_more, password_fields};

rule! {
    id: "asc-env-variable-unavailable",
    category: Publishing,
    severity: Error,
    summary: "a credential for App Store Connect from a variable that nothing sets",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    if may_set_more(asc) {
        return;
    }
    let credentials = key_fields(asc.publishing)
        .into_iter()
        .chain(password_fields(asc.publishing));
    for credential in credentials {
        let (Some(node), Some(name)) = (credential.node(tree), credential.variable_used(tree))
        else {
            continue;
        };
        if asc.view.variable(name) != VariableSource::Nothing {
            continue;
        }
        let role = match credential.name {
            "apple_id" | "password" => "",
            _ => ". The key needs the App Manager role",
        };
        let draft = report
            .at(node, format!("nothing sets `${name}`: the workflow imports no variable group and its `vars` lack the name"))
            .help(format!("import the group that holds `{name}` under `environment.groups`; Codemagic stops with \"not accessible\" otherwise{role}"))
            .related(tree, asc.view.key(), "in this workflow")
            .in_use();
        if asc.view.variable(credential.variable) == VariableSource::Known {
            let wanted = format!("${}", credential.variable);
            draft.fix(Fix::suggestion(
                format!("write `{wanted}`"),
                tree.span(node),
                wanted,
            ));
        }
    }
}

/// Whether variables or groups may stand where nothing could be read.
fn may_set_more(asc: &AppStoreConnectView<'_>) -> bool {
    let workflow = asc.workflow();
    let environment = workflow.environment.value();
    let vars = environment.map(|environment| &environment.vars);
    let mappings = [
        Some(workflow.mapping),
        environment.map(|environment| environment.mapping),
        vars.and_then(crate::model::Field::node),
    ];
    vars.is_some_and(|vars| vars.is_set() && vars.value().is_none())
        || mappings
            .into_iter()
            .flatten()
            .any(|mapping| may_hold_more(asc.tree(), mapping))
}
