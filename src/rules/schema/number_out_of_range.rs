//! A number that is too small or too great.

use crate::rules::prelude::*;
use crate::rules::shared::subject::subject;
use crate::rules::shared::words::excerpt;

rule! {
    id: "number-out-of-range",
    category: Schema,
    summary: "a number that is too small or too great",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let ProblemKind::OutOfRange { expected } = problem.kind else {
        return;
    };
    let tree = report.tree();
    let what = subject(tree, problem);
    let value = excerpt(tree.scalar(problem.node).unwrap_or_default());
    let help = if problem
        .field
        .is_some_and(|field| field.key == "rollout_fraction")
    {
        "write a part such as `0.25`, or leave the key out to reach everyone"
    } else {
        "write a number in the range, or leave the key out"
    };
    report
        .at(
            problem.node,
            format!("{what} must be {}, not `{value}`", expected.expected()),
        )
        .help(help);
}
