//! A label without a name.

use crate::rules::prelude::*;
use crate::rules::shared::removal;

rule! {
    id: "label-blank",
    category: Style,
    severity: Warning,
    summary: "a label without any text",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for item in view.workflow.labels.items() {
        let literal = item.value.as_ref().and_then(Value::literal);
        if literal.is_none_or(|text| !text.get(tree).trim().is_empty()) {
            continue;
        }
        let draft = report
            .at(item.node, "a label is blank")
            .help("write a text by which to find the build, or remove the item");
        if let Some(fix) = removal::item(tree, item.node, "remove the blank label") {
            draft.fix(fix);
        }
    }
}
