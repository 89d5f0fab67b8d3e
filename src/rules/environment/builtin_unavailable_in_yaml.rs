//! Variables that only the workflow editor sets.

use crate::knowledge::variables::{Availability, built_in};
use crate::rules::prelude::*;

rule! {
    id: "builtin-unavailable-in-yaml",
    category: Environment,
    summary: "a variable that only builds of the workflow editor have",
    source: "https://docs.codemagic.io/yaml-basic-configuration/environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for text in view.texts() {
        for (name, part) in text.variables() {
            let is_editors =
                built_in(name).is_some_and(|it| it.availability == Availability::WorkflowEditor);
            if !is_editors || view.has_var(name) || view.assignments().names.contains(name) {
                continue;
            }
            let span = view.script_span(text.place.node, part.range.clone());
            report
                .span(text.place.node, span, format!("`{name}` is empty here: only builds of the workflow editor have it"))
                .help("let the last build step leave a file behind, and look for that in `publishing.scripts`")
                .in_use();
        }
    }
}
