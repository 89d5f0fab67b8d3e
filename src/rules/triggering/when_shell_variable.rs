//! `$NAME` in a condition.

use std::cell::LazyCell;

use crate::expression::condition::MarkKind;
use crate::finding::Safety;
use crate::rules::prelude::*;
use crate::rules::shared::condition_fixes::{can_be_mended, is_error};
use crate::rules::shared::conditions::fix;
use crate::rules::shared::words::excerpt;

rule! {
    id: "when-shell-variable",
    category: Triggering,
    severity: Error,
    summary: "`$NAME` in a condition, which knows only `env.NAME`",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for condition in view.conditions() {
        let is_mendable = LazyCell::new(|| can_be_mended(condition));
        for mark in &condition.parsed.marks {
            let MarkKind::ShellVariable { meant } = &mark.kind else {
                continue;
            };
            if is_error(condition, mark) {
                continue;
            }
            let shown = excerpt(condition.slice(&mark.span));
            let span = view.script_span(condition.node, mark.span.clone());
            let example = meant.as_deref().unwrap_or("env.NAME");
            let draft = report
                .span(condition.node, span, format!("a condition does not know `{shown}`: write `{example}`"))
                .help("variables are not filled in here as they are in scripts; what they hold is under `env`, and the condition cannot be judged otherwise");
            let edit = meant
                .as_deref()
                .filter(|_| *is_mendable)
                .and_then(|meant| condition.replace(view, &mark.span, meant));
            if let Some(edit) = edit {
                draft.fix(fix(format!("write `{example}`"), Safety::Safe, edit));
            }
        }
    }
}
