//! A variable's name where its value is wanted.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::lacks_sigil;
use crate::rules::texts::Text;

rule! {
    id: "variable-sigil-missing",
    category: Environment,
    severity: Error,
    summary: "the name of a variable without the `$` that stands for its value",
    source: "https://docs.codemagic.io/yaml-basic-configuration/using-environment-variables/",
    fix: Unsafe,
    check: Workflow(check),
}

/// Fields whose service refuses anything but the real value.
const CREDENTIALS: [&str; 9] = [
    "api_key",
    "apple_id",
    "client_id",
    "client_secret",
    "credentials",
    "firebase_service_account",
    "firebase_token",
    "issuer_id",
    "key_id",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    for text in view.texts().iter().filter(|text| is_filled_in(text)) {
        let name = text.text;
        if !lacks_sigil(view, name) {
            continue;
        }
        let node = text.place.node;
        let wanted = format!("${name}");
        let is_asc = text.place.section.name == "AppStoreConnect";
        let role = if is_asc {
            ". An API key needs the App Manager role"
        } else {
            ""
        };
        let draft = report
            .at(
                node,
                format!("`{name}` is taken literally; did you mean `{wanted}`?"),
            )
            .help(format!("the value of a variable is meant by `$NAME`{role}"))
            .fix(Fix::suggestion(
                format!("write `{wanted}`"),
                tree.span(node),
                wanted,
            ))
            .in_use();
        if !CREDENTIALS.contains(&text.place.field.key) {
            draft.severity(Severity::Warning);
        }
    }
}

/// Whether a variable may fill the field, and no other rule says more. Labels are
/// words for people.
fn is_filled_in(text: &Text<'_>) -> bool {
    let key = text.place.field.key;
    text.place.shape.accepts_variable() && !matches!(key, "labels" | "condition" | "password")
}
