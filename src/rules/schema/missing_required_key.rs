//! A section without a key that it needs.

use crate::rules::prelude::*;
use crate::rules::shared::keys::renamed;

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
    if is_misspelt(problem, report) {
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

/// Whether the mapping has the key under a wrong name, which is said at that.
fn is_misspelt(problem: &Problem, report: &Report<'_>) -> bool {
    let tree = report.tree();
    let (Some(section), Some(missing)) = (problem.section, problem.field) else {
        return false;
    };
    tree.fields(problem.node).any(|entry| {
        let Some(key) = tree.scalar(entry.key) else {
            return false;
        };
        let found = crate::model::found(tree, entry.value);
        section.field(key).is_none() && renamed(section, key, found) == Some(missing.key)
    })
}
