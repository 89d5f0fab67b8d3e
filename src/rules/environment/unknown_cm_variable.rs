//! `$CM_…` that Codemagic does not set.

use crate::expression::template::PartKind;
use crate::knowledge::variables::is_conventional;
use crate::rules::prelude::*;
use crate::rules::shared::variables::{may_be_set_by_a_step, meant_of_codemagic};

rule! {
    id: "unknown-cm-variable",
    category: Environment,
    summary: "a variable with the prefix `CM_` that Codemagic does not set",
    source: "https://docs.codemagic.io/yaml-basic-configuration/environment-variables/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for text in view.texts() {
        for (name, part) in text.variables() {
            if !name.starts_with("CM_") || is_known(view, name) {
                continue;
            }
            let from = part.range.start + text.text[part.range.clone()].find(name).unwrap_or(0);
            let span = view.script_span(text.place.node, from..from + name.len());
            let meant = meant_of_codemagic(name);
            // A script that expects it unset may have it from elsewhere, unless the
            // name is that of something else.
            if meant.is_empty() && view.assignments().tested.contains(name) {
                continue;
            }
            let names: Vec<String> = meant.iter().map(|name| format!("`{name}`")).collect();
            let mut help = match part.kind {
                PartKind::ShellParameter {
                    has_default: true, ..
                } => "nothing else in the file sets it, so it is unset in every build",
                _ => "nothing else in the file sets it, so it is empty",
            }
            .to_owned();
            if !names.is_empty() {
                help = format!("did you mean {}? {help}", names.join(" or "));
            }
            let draft = report
                .span(
                    text.place.node,
                    span,
                    format!("`{name}` is none of the variables that Codemagic sets"),
                )
                .help(help)
                .in_use();
            if let [meant] = meant[..] {
                draft.fix(Fix::suggestion(format!("write `{meant}`"), span, meant));
            }
            // A group may hold a variable of this name, though hardly anyone has one.
            if view.imports_groups() && names.is_empty() {
                draft.severity(Severity::Hint);
            }
        }
    }
}

fn is_known(view: &WorkflowView<'_>, name: &str) -> bool {
    view.variable(name) == VariableSource::Known
        || is_conventional(name)
        || may_be_set_by_a_step(view, name)
}
