//! A key that its section does not have.

use crate::rules::prelude::*;
use crate::rules::words::nearest;

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
    let keys = section.fields.iter().map(|field| field.key);
    let span = tree.span(problem.node);
    match nearest(key, keys) {
        Some(near) => {
            report
                .at(
                    problem.node,
                    format!("unknown key `{key}`; did you mean `{near}`?"),
                )
                .help("Codemagic rejects the whole file for a key it does not know")
                .fix(Fix::suggestion(format!("rename to `{near}`"), span, near));
        }
        None => {
            let known: Vec<&str> = section.fields.iter().map(|field| field.key).collect();
            report
                .at(problem.node, format!("unknown key `{key}`"))
                .help(format!("known keys here: {}", known.join(", ")));
        }
    }
}
