//! `$CM_…` that Codemagic does not set.

use crate::expression::template::PartKind;
use crate::rules::prelude::*;
use crate::rules::shared::variables::{
    is_unknown_of_codemagic, meant_of_codemagic, severity_of_undefined,
};

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
            if !is_unknown_of_codemagic(view, name) {
                continue;
            }
            let from = part.range.start + text.text[part.range.clone()].find(name).unwrap_or(0);
            let span = view.script_span(text.place.node, from..from + name.len());
            let undefined = match part.kind {
                PartKind::Variable { .. } => severity_of_undefined(view, text),
                _ => None,
            };
            let so = match part.kind {
                PartKind::ShellParameter {
                    has_default: true, ..
                } => "so it is unset in every build",
                _ if undefined.is_some() => {
                    "and fields are filled in before the first step runs: the build stops"
                }
                _ => "so it is empty",
            };
            let mut help = format!("nothing else in the file sets it, {so}");
            let meant = meant_of_codemagic(name);
            let names: Vec<String> = meant.iter().map(|name| format!("`{name}`")).collect();
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
            if let Some(severity) = undefined {
                draft.severity(severity);
            }
            // A group may hold a variable of this name, though hardly anyone has one.
            if view.imports_groups() && names.is_empty() {
                draft.severity(Severity::Hint);
            }
        }
    }
}
