//! Names that shells cannot read.

use crate::rules::prelude::*;

rule! {
    id: "variable-name",
    category: Environment,
    summary: "a variable whose name shells cannot read",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let environment = view.workflow.environment.value();
    let entries = environment.map(|environment| environment.vars.entries());
    for entry in entries.unwrap_or_default() {
        let key = entry.entry.key;
        let name = tree.scalar(key).unwrap_or_default();
        if name.is_empty() || is_name(name) {
            continue;
        }
        report
            .at(key, format!("no shell can read a variable called `{name}`"))
            .help("names of variables take letters, digits and `_`, and begin with no digit");
    }
}

fn is_name(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
