//! A copyright is text.

use crate::rules::prelude::*;

rule! {
    id: "asc-copyright-type",
    category: Schema,
    summary: "`copyright` that is a number",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Safe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let ProblemKind::WrongType {
        found: Found::Integer | Found::Float,
        ..
    } = problem.kind
    else {
        return;
    };
    if !problem.is_at("AppStoreConnect", "copyright") {
        return;
    }
    let span = report.tree().span(problem.node);
    let written = report.tree().source().slice(span);
    report
        .at(problem.node, format!("`copyright` is text, but `{written}` is read as a number"))
        .help("quote it, and name the owner behind the year: `2026 Example Ltd`; Codemagic rejects the whole file otherwise")
        .fix(Fix::safe("quote it", span, format!("'{written}'")));
}
