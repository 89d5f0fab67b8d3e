//! A store or service that has no key under `publishing`.

use crate::knowledge::publishers::unsupported;
use crate::rules::prelude::*;

rule! {
    id: "unsupported-publisher",
    category: Schema,
    summary: "a store or service that has no key under `publishing`",
    source: "https://docs.codemagic.io/yaml-publishing/distribution/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let (ProblemKind::UnknownKey, Some(section)) = (problem.kind, problem.section) else {
        return;
    };
    if section.name != "Publishing" {
        return;
    }
    let key = report.tree().scalar(problem.node).unwrap_or_default();
    let Some(publisher) = unsupported(key) else {
        return;
    };
    report
        .at(
            problem.node,
            format!(
                "`{key}` is not a publisher of Codemagic: use {}",
                publisher.instead
            ),
        )
        .help(format!("see {}", publisher.page));
}
