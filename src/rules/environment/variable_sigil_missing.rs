//! A variable's name where its value is wanted.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::{key_fields, lacks_sigil, password_fields};

rule! {
    id: "variable-sigil-missing",
    category: Environment,
    severity: Error,
    summary: "the name of a variable without the `$` that stands for its value",
    source: "https://docs.codemagic.io/yaml-basic-configuration/using-environment-variables/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let [apple_id, _] = password_fields(asc.publishing);
    let credentials = key_fields(asc.publishing).into_iter().chain([apple_id]);
    for credential in credentials {
        let (Some(node), Some(name)) = (credential.node(tree), credential.field.literal(tree))
        else {
            continue;
        };
        if !lacks_sigil(asc.view, name) {
            continue;
        }
        let wanted = format!("${name}");
        report
            .at(node, format!("`{name}` is taken literally; did you mean `{wanted}`?"))
            .help("the value of a variable is meant by `$NAME`; App Store Connect refuses the credentials otherwise. An API key needs the App Manager role")
            .fix(Fix::suggestion(format!("write `{wanted}`"), tree.span(node), wanted))
            .in_use();
    }
}
