//! A list without items where at least one is needed.

use crate::rules::prelude::*;
use crate::rules::shared::subject::subject;

rule! {
    id: "empty-list",
    category: Schema,
    summary: "an empty list where at least one item is needed",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    if !matches!(problem.kind, ProblemKind::EmptyList) {
        return;
    }
    let what = subject(report.tree(), problem);
    let required = problem.field.is_some_and(|field| field.required);
    let help = if required {
        "add an item; Codemagic rejects the whole file for an empty list here"
    } else {
        "add an item, or remove the key; Codemagic rejects the whole file for an empty list here"
    };
    report
        .at(problem.node, format!("{what} needs at least one item"))
        .help(help);
}
