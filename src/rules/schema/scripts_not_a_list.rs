//! Steps are list items, also when there is one.

use crate::finding::Safety;
use crate::model::step::Step;
use crate::rules::prelude::*;
use crate::rules::shared::edits::into_list;
use crate::rules::shared::subject::{Role, role};

rule! {
    id: "scripts-not-a-list",
    category: Schema,
    summary: "`scripts` that is a mapping or a text in place of a list of steps",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Safe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let ProblemKind::WrongType { found, .. } = problem.kind else {
        return;
    };
    let is_here = problem.is_at("Workflow", "scripts")
        || problem.is_at("Workflow", "pre_clone_scripts")
        || problem.is_at("Publishing", "scripts");
    let is_whole = role(problem) == Role::Value;
    let Some(field) = problem.field.filter(|_| is_here && is_whole) else {
        return;
    };
    let fix = is_one_step(problem, report)
        .then(|| into_list(report.tree(), problem.node, Safety::Safe))
        .flatten();
    let draft = report
        .at(
            problem.node,
            format!(
                "`{}` must be a list of steps, not {}",
                field.key,
                found.name()
            ),
        )
        .help("put `- ` before each step; Codemagic rejects the whole file otherwise");
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}

/// Whether a dash before it would make it a step.
fn is_one_step(problem: &Problem, report: &Report<'_>) -> bool {
    let tree = report.tree();
    if tree.kind(problem.node) == NodeKind::Scalar {
        return true;
    }
    let known = |key| {
        tree.scalar(key)
            .is_some_and(|key| Step::DECLARATION.field(key).is_some())
    };
    tree.field(problem.node, "script").is_some()
        && tree.fields(problem.node).all(|entry| known(entry.key))
}
