//! An input without words for the person who is asked.

use crate::rules::prelude::*;
use crate::rules::shared::keys::is_misspelt;

rule! {
    id: "input-description",
    category: Schema,
    summary: "an input without a `description`",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-inputs/#description",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    if !problem.is_at("Input", "description") {
        return;
    }
    let what = match problem.kind {
        ProblemKind::MissingKey if is_misspelt(report.tree(), problem) => return,
        ProblemKind::MissingKey => "`description` is missing",
        ProblemKind::EmptyText | ProblemKind::NullValue { .. } => "`description` is empty",
        _ => return,
    };
    report
        .at(problem.node, format!("{what}: it is what people are asked when they start a build"))
        .help("say in a few words what the input is for; Codemagic rejects an input without a description");
}
