//! The same variable group twice.

use crate::rules::prelude::*;
use crate::rules::shared::duplicates::{self, Removable, repeated};
use crate::rules::shared::words::excerpt;

rule! {
    id: "variable-group-duplicate",
    category: Environment,
    summary: "a variable group that is imported twice",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(environment) = view.workflow.environment.value() else {
        return;
    };
    let tree = view.tree();
    let groups = environment.groups.items().iter();
    let named = groups.filter_map(|item| Some((item.node, item.value?.get(tree))));
    for found in repeated(named) {
        let name = excerpt(tree.scalar(found.item).unwrap_or_default());
        let message = format!("variable group `{name}` is imported twice");
        // Of two groups with the same variable the last one wins.
        duplicates::report(report, found, message, Removable::Earlier)
            .help("remove one of the two; where groups set the same variable, the group imported last wins");
    }
}
