//! Groups are imported by their names.

use crate::expression::{Reference, reference};
use crate::rules::prelude::*;
use crate::rules::shared::removal;
use crate::rules::shared::words::excerpt;

rule! {
    id: "variable-group-name",
    category: Environment,
    severity: Error,
    summary: "a variable group whose name no group has: blank, or a variable",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(environment) = view.workflow.environment.value() else {
        return;
    };
    let tree = view.tree();
    for item in environment.groups.items() {
        let Some(name) = item.value.map(|name| name.get(tree)) else {
            continue;
        };
        let is_blank = name.trim().is_empty();
        let message = if is_blank {
            "the name of this variable group is blank".to_owned()
        } else if reference(name) == Some(Reference::Variable) {
            format!(
                "`{}` is no name of a variable group: `groups` takes no variables",
                excerpt(name)
            )
        } else {
            continue;
        };
        let draft = report
            .at(item.node, message)
            .help("write the group's name as it stands under the environment variables of the application or team; Codemagic rejects the whole file otherwise");
        let removed = removal::item(tree, item.node, "remove the blank item");
        if let Some(fix) = removed.filter(|_| is_blank) {
            draft.fix(fix);
        }
    }
}
