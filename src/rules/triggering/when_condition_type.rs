//! A condition that YAML does not read as text.

use crate::rules::prelude::*;
use crate::rules::shared::retype;
use crate::rules::shared::subject::is_template_placeholder;
use crate::rules::shared::words::{excerpt, quoted};

rule! {
    id: "when-condition-type",
    category: Schema,
    summary: "a condition that YAML does not read as text, such as `true`",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let ProblemKind::WrongType { expected, found } = problem.kind else {
        return;
    };
    let tree = report.tree();
    let node = problem.node;
    // An unfilled `{{ … }}` is a matter of its own.
    if !problem.is_at("When", "condition") || is_template_placeholder(tree, node) {
        return;
    }
    let shown = excerpt(tree.scalar(node).unwrap_or_default());
    let (message, help) = match found {
        Found::List => (
            "`condition` must be one text, not a list".to_owned(),
            "join the conditions with `and` or `or`, brackets around each",
        ),
        Found::Mapping => (
            "`condition` must be one text, not a mapping".to_owned(),
            "write the condition on one line; quote it if it has `: ` in it",
        ),
        _ => (
            format!(
                "`condition` must be text, but YAML reads `{shown}` as {}",
                found.name()
            ),
            "write a condition such as `env.CM_BRANCH == \"main\"`, or leave `when` out if it shall always hold",
        ),
    };
    let fix = retype::fix(tree, node, expected, found)
        .map(|_| Fix::suggestion("quote the value", tree.span(node), quoted(&shown)));
    let draft = report.at(node, message).help(help);
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}
