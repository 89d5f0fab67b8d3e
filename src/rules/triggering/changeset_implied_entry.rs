//! `codemagic.yaml` in a changeset.

use crate::rules::prelude::*;
use crate::rules::shared::conditions::entries;
use crate::rules::shared::removal::of_item;

rule! {
    id: "changeset-implied-entry",
    category: Triggering,
    severity: Hint,
    summary: "`codemagic.yaml` in a changeset, where its changes always count",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Safe,
    pedantic: true,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for when in view.whens() {
        let Some(changeset) = when.when.changeset.value() else {
            continue;
        };
        let is_it = |text: &str| matches!(text, "codemagic.yaml" | "./codemagic.yaml");
        // Alone it says that nothing else counts.
        if changeset.includes.items().len() > 1 {
            for (node, _) in entries(tree, &changeset.includes).filter(|it| is_it(it.1)) {
                say(
                    report,
                    node,
                    "a change of `codemagic.yaml` always counts: it need not be included",
                );
            }
        }
        for (node, _) in entries(tree, &changeset.excludes).filter(|it| is_it(it.1)) {
            say(
                report,
                node,
                "a change of `codemagic.yaml` always counts: it cannot be excluded",
            );
        }
    }
}

fn say(report: &mut Report<'_>, node: NodeId, message: &str) {
    let tree = report.tree();
    let draft = report.at(node, message).help("leave the entry out");
    if let Some(span) = of_item(tree, node) {
        draft.fix(Fix::safe("remove the entry", span, ""));
    }
}
