//! A key that another section has.

use crate::model::environment::Environment;
use crate::model::{Declaration, Workflow};
use crate::rules::prelude::*;
use crate::rules::shared::keys::{homes, is_variable_name};
use crate::rules::shared::moves::into_sibling;

rule! {
    id: "misplaced-key",
    category: Schema,
    summary: "a key that belongs in another section",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
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
    let fix = match places.as_slice() {
        [place] => sibling(section, place).and_then(|to| into_sibling(tree, problem.node, to)),
        _ => None,
    };
    let draft = report
        .at(
            problem.node,
            format!("`{key}` belongs {}", places.join(" or ")),
        )
        .help("move it there, and check the indentation; Codemagic rejects the whole file for a key in the wrong section");
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}

/// The key beside the misplaced one whose value the place is, if it is one.
fn sibling<'p>(section: &Declaration, place: &'p str) -> Option<&'p str> {
    let path = place.strip_prefix("under `")?.strip_suffix('`')?;
    let below = match section.name {
        name if name == Workflow::DECLARATION.name => path,
        name if name == Environment::DECLARATION.name => path.strip_prefix("environment.")?,
        _ => return None,
    };
    (!below.contains('.')).then_some(below)
}

/// `MATCH_PASSWORD` beside or above `vars`.
fn is_stray_variable(section: &Declaration, key: &str) -> bool {
    let near = [Environment::DECLARATION.name, Workflow::DECLARATION.name];
    let is_spelling = |name: &str| name.eq_ignore_ascii_case(key);
    is_variable_name(key)
        && near.contains(&section.name)
        && !section.fields.iter().any(|field| is_spelling(field.key))
}
