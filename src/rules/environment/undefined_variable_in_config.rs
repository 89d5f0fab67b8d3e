//! `$NAME` in a configuration field, where nothing sets the variable.

use crate::expression::variable_names;
use crate::model::Workflow;
use crate::model::walk::{VariableUse, variable_uses};
use crate::rules::prelude::*;

rule! {
    id: "undefined-variable-in-config",
    category: Environment,
    severity: Error,
    summary: "a variable in a configuration field that nothing sets",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    if view.imports_groups() {
        return;
    }
    let tree = view.tree();
    for used in variable_uses(tree, view.workflow.mapping, Workflow::DECLARATION) {
        if has_own_rule(&used) {
            continue;
        }
        let text = tree.scalar(used.node).unwrap_or_default();
        let missing = variable_names(text).map(|(_, name)| name).find(|name| {
            !name.starts_with("FCI_") && view.variable(name) == VariableSource::Nothing
        });
        let Some(name) = missing else { continue };
        let draft = report
            .at(used.node, format!("nothing sets `${name}`: the workflow imports no variable group and its `vars` lack the name"))
            .help(format!("import the group that has it under `environment.groups`, or set `{name}` under `environment.vars`; fields are filled in before the first step runs"))
            .in_use();
        // One report says that Codemagic takes it for an empty recipient.
        if used.field.key == "recipients" {
            draft.severity(Severity::Warning);
        }
    }
}

/// Keys of App Store Connect have a rule that says more; conditions take no
/// `$NAME` at all.
fn has_own_rule(used: &VariableUse) -> bool {
    let credentials = ["api_key", "key_id", "issuer_id", "apple_id", "password"];
    (used.section.name == "AppStoreConnect" && credentials.contains(&used.field.key))
        || used.field.key == "condition"
}
