//! Some fields take no variable.

use crate::expression::{Reference, reference};
use crate::rules::prelude::*;

rule! {
    id: "asc-release-type-variable",
    category: Schema,
    summary: "a variable in `release_type` or `auth`, which take none",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let Some(key) = ["release_type", "auth"]
        .into_iter()
        .find(|key| problem.is_at("AppStoreConnect", key))
    else {
        return;
    };
    let tree = report.tree();
    let value = tree.scalar(problem.node).unwrap_or_default();
    if !matches!(problem.kind, ProblemKind::UnknownKeyword { .. })
        || reference(value) != Some(Reference::Variable)
    {
        return;
    }
    report
        .at(problem.node, format!("`{key}` takes no variable: `{value}` is not filled in"))
        .help("write the word itself, or `${{ inputs.<id> }}` to ask for it when the build starts; Codemagic rejects the whole file otherwise");
}
