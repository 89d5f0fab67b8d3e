//! App-specific passwords have one form.

use crate::knowledge::app_store_connect::is_credential_variable;
use crate::rules::prelude::*;

rule! {
    id: "asc-password-form",
    category: Schema,
    summary: "a `password` that no app-specific password can be",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: Schema(check),
}

// The value may be a secret: nothing but a variable's name is ever shown.
fn check(problem: &Problem, report: &mut Report<'_>) {
    if !problem.is_at("AppStoreConnect", "password")
        || !matches!(problem.kind, ProblemKind::WrongForm { .. })
    {
        return;
    }
    let tree = report.tree();
    let value = tree.scalar(problem.node).unwrap_or_default();
    if is_credential_variable(value) {
        let wanted = format!("${value}");
        let span = tree.span(problem.node);
        report
            .at(problem.node, format!("`{value}` is taken literally; did you mean `{wanted}`?"))
            .help("the value of a variable is meant by `$NAME`; Codemagic rejects the whole file otherwise")
            .fix(Fix::suggestion(format!("write `{wanted}`"), span, wanted));
        return;
    }
    report
        .at(problem.node, "`password` does not have the form `abcd-abcd-abcd-abcd` of an app-specific password")
        .help("the password of the Apple Account does not work here; authenticate with an API key that has the App Manager role. Codemagic rejects the whole file otherwise");
}
