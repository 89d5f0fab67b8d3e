//! A workflow that builds nothing.

use crate::model::Workflow;
use crate::rules::prelude::*;

rule! {
    id: "workflow-without-scripts",
    category: Scripts,
    summary: "a workflow without any step",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let workflow = view.workflow;
    // An empty `scripts` has a finding of its own, and so has one under another name.
    if workflow.scripts.key().is_some() || has_unknown_key(view) {
        return;
    }
    let publishing = workflow.publishing.value();
    let has_others = workflow.pre_clone_scripts.is_set()
        || publishing.is_some_and(|publishing| publishing.scripts.is_set());
    let draft = report.at(view.key(), "this workflow has no `scripts`");
    if has_others {
        draft
            .severity(Severity::Hint)
            .help("only the steps before cloning or after the build run");
    } else {
        draft.help("it starts a machine and does nothing on it; add the steps of the build");
    }
}

fn has_unknown_key(view: &WorkflowView<'_>) -> bool {
    let tree = view.tree();
    let is_known = |key| {
        tree.scalar(key)
            .is_some_and(|key| Workflow::DECLARATION.field(key).is_some())
    };
    tree.fields(view.workflow.mapping)
        .any(|entry| !is_known(entry.key))
}
