//! Workflow ids are also part of API calls.

use crate::rules::prelude::*;

rule! {
    id: "workflow-id-characters",
    category: Style,
    summary: "a workflow id with spaces or other odd characters",
    source: "https://docs.codemagic.io/rest-api/builds/",
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let id = view.tree().scalar(view.key()).unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if id.chars().all(is_plain) && !id.is_empty() {
        return;
    }
    report
        .at(
            view.key(),
            "this workflow id has characters besides letters, digits, `-` and `_`",
        )
        .help("the id is the `workflowId` of the REST API; use `name` for what people read");
}
