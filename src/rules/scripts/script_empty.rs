//! Scripts that run nothing.

use crate::expression::shell::Dialect;
use crate::rules::prelude::*;
use crate::rules::shared::folded::first_joint;
use crate::rules::shared::removal;

rule! {
    id: "script-empty",
    category: Scripts,
    summary: "a step whose script is blank or has nothing but comments",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/#scripts",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for script in view.scripts() {
        let text = script.read.text;
        let mut lines = text.lines().map(str::trim);
        let is_idle = lines.all(|line| line.is_empty() || line.starts_with('#'));
        // Empty text has a finding of its own.
        let is_judged = !text.trim_end_matches('\n').is_empty()
            && script.read.dialect != Dialect::Other
            && view.file.is_first(report, script.node, false);
        // A folded comment takes commands along, and `script-folded` says so.
        if !is_idle || !is_judged || first_joint(view, script).is_some() {
            continue;
        }
        let what = if text.trim().is_empty() {
            "this script is blank: the step runs nothing"
        } else {
            "this script has nothing but comments: the step runs nothing"
        };
        let draft = report.at(script.node, what).help(
            "remove the step, or write a comment of YAML in front of `-` to keep it for later",
        );
        if let Some(span) = removal::of_item(view.tree(), script.item) {
            draft.fix(Fix::suggestion("remove the step", span, ""));
        }
    }
}
