//! A section without a key that it needs.

use crate::rules::prelude::*;
use crate::rules::shared::keys::is_misspelt;

rule! {
    id: "missing-required-key",
    category: Schema,
    summary: "a section without a key that it needs",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let (ProblemKind::MissingKey, Some(field)) = (problem.kind, problem.field) else {
        return;
    };
    let tree = report.tree();
    let missing = field.key;
    if is_misspelt(tree, problem) {
        return;
    }
    let owner = tree.key_of(problem.node).and_then(|key| tree.scalar(key));
    let message = match (problem.section, owner) {
        (None, _) => format!("`{missing}` is missing at the top of the file"),
        (Some(_), Some(owner)) => format!("`{missing}` is missing: `{owner}` needs it"),
        (Some(_), None) => format!("`{missing}` is missing: this item needs it"),
    };
    report
        .at(problem.node, message)
        .help("add the key; Codemagic rejects the whole file without it");
}
