//! A variable holds one thing.

use rustc_hash::FxHashMap;

use crate::rules::prelude::*;
use crate::rules::shared::signing::named_variables;

rule! {
    id: "signing-variable-clash",
    category: Signing,
    severity: Error,
    summary: "a variable that two signing files, or two values of a keystore, are put into",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-android/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(environment) = view.workflow.environment.value() else {
        return;
    };
    let tree = view.tree();
    let mut holders: FxHashMap<&str, NodeId> = FxHashMap::default();
    let mut variables = named_variables(environment);
    variables.sort_by_key(|(_, field)| field.node());
    for (item, field) in variables {
        let (Some(name), Some(entry)) = (field.value(), field.entry()) else {
            continue;
        };
        let name = name.get(tree);
        let Some(first) = holders.insert(name, entry.value) else {
            continue;
        };
        holders.insert(name, first);
        // What comes by alias or merge a second time is shown where it comes in.
        let again = if first == entry.value {
            entry.via.unwrap_or(item)
        } else {
            entry.value
        };
        report
            .at(
                again,
                format!(
                    "`{name}` is filled twice: the later value takes the place of the earlier one"
                ),
            )
            .help("give each a variable of its own; the earlier one is not to be had otherwise")
            .related(tree, first, "first filled here")
            .in_use();
    }
}
