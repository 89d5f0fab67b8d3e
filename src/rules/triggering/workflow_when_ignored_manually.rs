//! A workflow's `when`, where every build is started by hand.

use crate::rules::prelude::*;
use crate::rules::shared::conditions::{WhenPlace, has_no_webhook};

rule! {
    id: "workflow-when-ignored-manually",
    category: Triggering,
    severity: Hint,
    summary: "a workflow's `when` that builds started by hand or by the API pass by",
    source: "https://github.com/codemagic-ci-cd/codemagic-docs/blob/master/content/yaml-running-builds/fan-out-fan-in-builds.md",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(when) = view
        .whens()
        .iter()
        .find(|it| it.place == WhenPlace::Workflow)
    else {
        return;
    };
    // An empty one has a rule of its own.
    let is_empty = view.tree().fields(when.when.mapping).next().is_none();
    if is_empty || !has_no_webhook(view) {
        return;
    }
    report
        .at(when.key, "builds started by hand or by the API pass the workflow's `when` by, and no webhook starts this workflow")
        .help("put `when` on the steps that it is about")
        .in_use();
}
