//! `CM_ARTIFACT_LINKS` before there are artifacts.

use crate::knowledge::variables::{Availability, built_in};
use crate::rules::prelude::*;
use crate::rules::texts::Phase;

rule! {
    id: "artifact-links-too-early",
    category: Environment,
    summary: "links of artifacts in a step that runs before there are any",
    source: "https://docs.codemagic.io/yaml-basic-configuration/environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let early = [Phase::Build, Phase::PreClone];
    let scripts = view
        .texts()
        .iter()
        .filter(|text| text.phase.is_some_and(|it| early.contains(&it)));
    for text in scripts {
        for (name, part) in text.variables() {
            let is_late =
                built_in(name).is_some_and(|it| it.availability == Availability::Publishing);
            if !is_late || view.has_var(name) || view.assignments().tested.contains(name) {
                continue;
            }
            let span = view.script_span(text.place.node, part.range.clone());
            report
                .span(text.place.node, span, format!("`{name}` is empty here: artifacts are collected after the last step of `scripts`"))
                .help("move the step to `publishing.scripts`, which run when the artifacts have their links")
                .in_use();
        }
    }
}
