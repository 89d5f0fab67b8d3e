//! A key that its section does not have.

use crate::rules::prelude::*;
use crate::rules::shared::keys::{renamed, settings_inside};
use crate::rules::shared::words::excerpt;

rule! {
    id: "unknown-key",
    category: Schema,
    summary: "a key that its section does not have",
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
    let value = tree.value_of(problem.node);
    let found = value.and_then(|value| crate::model::found(tree, value));
    let written = |name: &str| {
        let mapping = tree.parent(problem.node);
        mapping.is_some_and(|mapping| tree.field(mapping, name).is_some())
    };
    let shown = excerpt(key);
    match renamed(section, key, found) {
        // A second key of the name would only take the place of the first.
        Some(near) if written(near) => {
            report
                .at(
                    problem.node,
                    format!("unknown key `{shown}` beside `{near}`"),
                )
                .help("Codemagic rejects the whole file for a key it does not know");
        }
        Some(near) => {
            let span = tree.span(problem.node);
            report
                .at(
                    problem.node,
                    format!("unknown key `{shown}`; did you mean `{near}`?"),
                )
                .help("Codemagic rejects the whole file for a key it does not know")
                .fix(Fix::suggestion(format!("rename to `{near}`"), span, near));
        }
        None => {
            let known: Vec<&str> = section.fields.iter().map(|field| field.key).collect();
            report
                .at(problem.node, format!("unknown key `{shown}`"))
                .help(format!(
                    "{}Codemagic rejects the whole file for it; known here: {}",
                    settings_inside(tree, problem),
                    known.join(", ")
                ));
        }
    }
}
