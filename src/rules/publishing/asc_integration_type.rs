//! The integration is the name of a key.

use crate::rules::prelude::*;

rule! {
    id: "asc-integration-type",
    category: Schema,
    summary: "something else than a name under `integrations.app_store_connect`",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Safe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let ProblemKind::WrongType { found, .. } = problem.kind else {
        return;
    };
    if !problem.is_at("Integrations", "app_store_connect") {
        return;
    }
    let tree = report.tree();
    let (node, what) = (problem.node, found.name());
    let draft = report
        .at(node, format!("`integrations.app_store_connect` is the name of an API key, not {what}"))
        .help("write the name that the key has under Team integrations, such as `codemagic`; the key needs the App Manager role. Codemagic rejects the whole file otherwise");
    if matches!(found, Found::Integer | Found::Float | Found::Boolean) {
        let span = tree.span(node);
        let quoted = format!("'{}'", tree.source().slice(span));
        draft.fix(Fix::safe("quote the name", span, quoted));
    }
}
