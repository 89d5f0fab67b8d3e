//! `''` where Codemagic wants text.

use crate::rules::prelude::*;
use crate::rules::shared::subject::{Role, role, subject};

rule! {
    id: "empty-string-value",
    category: Schema,
    summary: "an empty text where Codemagic refuses one",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    if !matches!(problem.kind, ProblemKind::EmptyText) {
        return;
    }
    let what = subject(report.tree(), problem);
    let is_variable = problem.is_at("Environment", "vars") && role(problem) == Role::Entry;
    let help = if is_variable {
        "remove the variable, or set it in a step that writes to `$CM_ENV`; Codemagic rejects the whole file for an empty value"
    } else {
        "fill it in or remove it; Codemagic rejects the whole file for an empty value"
    };
    report
        .at(problem.node, format!("{what} must not be empty text"))
        .help(help);
}
