//! Ids that no expression can name.

use crate::expression::template::is_input_id;
use crate::rules::prelude::*;

rule! {
    id: "input-id",
    category: Inputs,
    severity: Error,
    summary: "an input whose id no expression can name",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for entry in view.workflow.inputs.entries() {
        let key = entry.entry.key;
        let id = tree.scalar(key).unwrap_or_default();
        if is_input_id(id) {
            continue;
        }
        report
            .at(key, format!("`{id}` cannot be the id of an input"))
            .help("ids begin with a letter and go on with letters, digits and `_`; `${{ inputs.<id> }}` reads no other");
    }
}
