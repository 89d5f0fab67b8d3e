//! `auth` knows one word.

use crate::rules::prelude::*;
use crate::rules::shared::words::nearest;

rule! {
    id: "asc-auth-value",
    category: Schema,
    summary: "`auth` with another value than `integration`",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Safe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    if !problem.is_at("AppStoreConnect", "auth")
        || !matches!(problem.kind, ProblemKind::UnknownKeyword { .. })
    {
        return;
    }
    let value = report.tree().scalar(problem.node).unwrap_or_default();
    if value.starts_with('$') {
        return;
    }
    let tree = report.tree();
    let draft = report
        .at(problem.node, format!("`auth` knows only `integration`, not `{value}`"))
        .help("to publish with an API key of your own, leave `auth` out and set `api_key`, `key_id` and `issuer_id`; either key needs the App Manager role. Codemagic rejects the whole file otherwise");
    let (title, span) = ("write `integration`", tree.span(problem.node));
    if value.eq_ignore_ascii_case("integration") {
        draft.fix(Fix::safe(title, span, "integration"));
    } else if nearest(value, ["integration"]).is_some() {
        draft.fix(Fix::suggestion(title, span, "integration"));
    }
}
