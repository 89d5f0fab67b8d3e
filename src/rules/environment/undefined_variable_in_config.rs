//! `$NAME` in a configuration field, where nothing sets the variable.

use crate::expression::template::PartKind;
use crate::expression::{Reference, reference};
use crate::knowledge::variables::OLD_PREFIX;
use crate::rules::prelude::*;
use crate::rules::texts::Text;

rule! {
    id: "undefined-variable-in-config",
    category: Environment,
    severity: Error,
    summary: "a variable in a configuration field that nothing sets",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    if view.imports_groups() {
        return;
    }
    for text in view.texts().iter().filter(|text| is_filled_in(text)) {
        let mut names = text.parts.iter().filter_map(|part| match part.kind {
            PartKind::Variable { name } => Some(name),
            _ => None,
        });
        let Some(name) = names.find(|name| {
            !name.starts_with(OLD_PREFIX) && view.variable(name) == VariableSource::Nothing
        }) else {
            continue;
        };
        let draft = report
            .at(text.place.node, format!("nothing sets `${name}`: the workflow imports no variable group and its `vars` lack the name"))
            .help(format!("import the group that has it under `environment.groups`, or set `{name}` under `environment.vars`; fields are filled in before the first step runs"))
            .in_use();
        // One report says that Codemagic takes it for an empty recipient.
        if text.place.field.key == "recipients" {
            draft.severity(Severity::Warning);
        }
    }
}

/// Whether Codemagic fills the text in from variables, and no other rule says
/// more: keys of App Store Connect have one, and conditions take no `$NAME`.
fn is_filled_in(text: &Text<'_>) -> bool {
    let place = text.place;
    let credentials = ["api_key", "key_id", "issuer_id", "apple_id", "password"];
    let is_credential =
        place.section.name == "AppStoreConnect" && credentials.contains(&place.field.key);
    place.shape.accepts_variable()
        && reference(text.text) == Some(Reference::Variable)
        && !is_credential
        && place.field.key != "condition"
}
