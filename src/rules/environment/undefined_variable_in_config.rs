//! `$NAME` in a configuration field, where nothing sets the variable.

use crate::expression::template::PartKind;
use crate::knowledge::variables::OLD_PREFIX;
use crate::rules::prelude::*;
use crate::rules::shared::variables::{is_unknown_of_codemagic, severity_of_undefined};

rule! {
    id: "undefined-variable-in-config",
    category: Environment,
    severity: Error,
    summary: "a variable in a configuration field that nothing sets",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for text in view.texts() {
        let Some(severity) = severity_of_undefined(view, text) else {
            continue;
        };
        let mut names = text.parts.iter().filter_map(|part| match part.kind {
            PartKind::Variable { name } => Some(name),
            _ => None,
        });
        // Names with a prefix of Codemagic's have rules that say more.
        let Some(name) = names.find(|name| {
            !name.starts_with(OLD_PREFIX)
                && view.variable(name) == VariableSource::Nothing
                && !is_unknown_of_codemagic(view, name)
        }) else {
            continue;
        };
        report
            .at(text.place.node, format!("nothing sets `${name}`: the workflow imports no variable group and its `vars` lack the name"))
            .help(format!("import the group that has it under `environment.groups`, or set `{name}` under `environment.vars`; fields are filled in before the first step runs"))
            .severity(severity)
            .in_use();
    }
}
