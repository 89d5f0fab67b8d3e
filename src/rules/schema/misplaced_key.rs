//! A key that another section has.

use crate::model::environment::Environment;
use crate::model::{Declaration, Workflow};
use crate::rules::prelude::*;
use crate::rules::shared::keys::{homes, is_variable_name};

rule! {
    id: "misplaced-key",
    category: Schema,
    summary: "a key that belongs in another section",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let (ProblemKind::UnknownKey, Some(section)) = (problem.kind, problem.section) else {
        return;
    };
    let tree = report.tree();
    let key = tree.scalar(problem.node).unwrap_or_default();
    let places = if is_stray_variable(section, key) {
        vec!["under `environment.vars`".to_owned()]
    } else {
        let value = tree.value_of(problem.node);
        let found = value.and_then(|value| crate::model::found(tree, value));
        homes(section, key, found)
    };
    if places.is_empty() {
        return;
    }
    report
        .at(
            problem.node,
            format!("`{key}` belongs {}", places.join(" or ")),
        )
        .help("move it there, and check the indentation; Codemagic rejects the whole file for a key in the wrong section");
}

/// `MATCH_PASSWORD` beside or above `vars`.
fn is_stray_variable(section: &Declaration, key: &str) -> bool {
    let near = [Environment::DECLARATION.name, Workflow::DECLARATION.name];
    let is_spelling = |name: &str| name.eq_ignore_ascii_case(key);
    is_variable_name(key)
        && near.contains(&section.name)
        && !section.fields.iter().any(|field| is_spelling(field.key))
}
