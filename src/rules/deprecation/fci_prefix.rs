//! `FCI_…`: what Codemagic's variables were called before.

use crate::knowledge::variables::{Availability, OLD_PREFIX, RENAMED_IN, built_in, successor};
use crate::rules::prelude::*;

rule! {
    id: "fci-prefix",
    category: Deprecation,
    summary: "a variable with the prefix `FCI_`, which is `CM_` today",
    source: "https://docs.codemagic.io/yaml-basic-configuration/environment-variables/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for text in view.texts() {
        for (name, part) in text.variables() {
            if name.starts_with(OLD_PREFIX) {
                let from = part.range.start + text.text[part.range.clone()].find(name).unwrap_or(0);
                let span = view.script_span(text.place.node, from..from + name.len());
                tell(view, text.place.node, name, span, report);
            }
        }
    }
    for condition in view.conditions() {
        for (path, _) in condition.sound_paths() {
            if let Some((name, place)) = path.variable()
                && name.starts_with(OLD_PREFIX)
            {
                let span = view.script_span(condition.node, place.clone());
                tell(view, condition.node, name, span, report);
            }
        }
    }
}

/// Reports an old name, unless it is the user's own.
fn tell(view: &WorkflowView<'_>, node: NodeId, name: &str, span: Span, report: &mut Report<'_>) {
    if is_own(view, name) {
        return;
    }
    if let Some(successor) = successor(name) {
        report
            .span(
                node,
                span,
                format!("`{name}` is called `{successor}` since {RENAMED_IN}"),
            )
            .help("use the new name: nothing documents that the old one is still set")
            .fix(Fix::suggestion(
                format!("write `{successor}`"),
                span,
                successor,
            ));
    } else if !view.imports_groups() {
        report
            .span(node, span, format!("`{name}` is no variable of Codemagic: the prefix is `CM_` since {RENAMED_IN}"))
            .help("set the variable under `environment.vars` or in a group, or take the value from elsewhere; it is empty otherwise")
            .in_use();
    }
}

/// Whether the workflow sets the variable itself, or may import it.
fn is_own(view: &WorkflowView<'_>, name: &str) -> bool {
    let of_the_user = successor(name).and_then(built_in).is_some_and(|it| {
        matches!(
            it.availability,
            Availability::Setting | Availability::AndroidSigning
        )
    });
    view.has_var(name)
        || view.assignments().names.contains(name)
        || (of_the_user && view.imports_groups())
}
