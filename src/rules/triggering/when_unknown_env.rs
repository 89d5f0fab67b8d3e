//! `env.NAME` in a condition, where nothing sets the variable.

use crate::knowledge::variables::OLD_PREFIX;
use crate::rules::prelude::*;
use crate::rules::shared::conditions::{WhenPlace, has_no_webhook};
use crate::rules::shared::variables::{may_be_set_by_a_step, meant};
use crate::rules::shared::words::excerpt;

rule! {
    id: "when-unknown-env",
    category: Triggering,
    summary: "`env.NAME` in a condition, where nothing sets the variable",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for when in view.whens() {
        let Some(condition) = &when.condition else {
            continue;
        };
        for (path, span) in condition.parsed.expression.paths() {
            let Some((name, place)) = path.variable() else {
                continue;
            };
            // Old names have their own rule, and so has `$NAME`.
            let is_judged =
                name.starts_with(OLD_PREFIX) || condition.parsed.mark_at(span).is_some();
            if is_judged || view.variable(name) != VariableSource::Nothing {
                continue;
            }
            if when.place != WhenPlace::Workflow && may_be_set_by_a_step(view, name) {
                continue;
            }
            let shown = excerpt(name);
            let help = match meant(view, name) {
                Some(meant) => format!("write `env.{meant}` if `{meant}` is meant"),
                None => format!(
                    "set `{shown}` under `environment.vars` or import the group that has it; only builds started by the API can bring it along otherwise"
                ),
            };
            let place = view.script_span(condition.node, place.clone());
            let draft = report
                .span(condition.node, place, format!("nothing sets `{shown}`: the workflow's `vars` lack it, and it imports no variable group"))
                .help(help)
                .in_use();
            // The call that starts it may bring the variable along.
            if has_no_webhook(view) {
                draft.severity(Severity::Hint);
            }
        }
    }
}
