//! A `when` that says nothing.

use std::sync::Arc;

use crate::model::Field;
use crate::rules::prelude::*;
use crate::rules::shared::conditions::WhenUse;
use crate::rules::shared::credentials::may_hold_more;
use crate::rules::shared::removal::of_entry;

rule! {
    id: "when-empty",
    category: Triggering,
    summary: "a `when`, changeset or condition that says nothing",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for when in view.whens() {
        check_when(view, when, report);
    }
}

fn check_when(view: &WorkflowView<'_>, when: &WhenUse<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let is_empty = |mapping| tree.fields(mapping).next().is_none() && !may_hold_more(tree, mapping);
    if is_empty(when.when.mapping) {
        say(report, when.key, "`when` is empty and has no effect");
    }
    if when.when.condition.value().is_some() && when.condition.is_none() {
        let key = when.when.condition.key().unwrap_or(when.key);
        say(report, key, "`condition` is blank: it says nothing");
    }
    let Some(changeset) = when.when.changeset.value() else {
        return;
    };
    if is_empty(changeset.mapping) {
        let key = when.when.changeset.key().unwrap_or(when.key);
        say(report, key, "`changeset` is empty and has no effect");
    }
    if let Some(key) = empty_list(&changeset.includes) {
        say(
            report,
            key,
            "`includes` is empty: what an empty list means is not documented",
        );
    }
    if let Some(key) = empty_list(&changeset.excludes) {
        say(report, key, "`excludes` is empty and has no effect");
    }
}

/// The key of a list without items.
fn empty_list<T>(list: &Field<Arc<Vec<T>>>) -> Option<NodeId> {
    list.value().filter(|items| items.is_empty())?;
    list.key()
}

fn say(report: &mut Report<'_>, key: NodeId, message: &str) {
    let tree = report.tree();
    let draft = report
        .at(key, message)
        .help("say when the build or step shall run, or leave the key out");
    if let Some(span) = of_entry(tree, key) {
        draft.fix(Fix::suggestion("remove the key", span, ""));
    }
}
