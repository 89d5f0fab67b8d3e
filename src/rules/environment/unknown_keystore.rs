//! A keystore that the project's list does not have.

use crate::model::{Either, TextNode};
use crate::rules::prelude::*;
use crate::rules::shared::words::{excerpt, nearest};

rule! {
    id: "unknown-keystore",
    category: Environment,
    severity: Error,
    summary: "a keystore that is not among those the configuration lists",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-android/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(known) = &view.file.settings.known.keystores else {
        return;
    };
    let Some(environment) = view.workflow.environment.value() else {
        return;
    };
    let tree = view.tree();
    for item in environment.android_signing.items() {
        let reference: Option<TextNode> = item.value.as_ref().and_then(|value| match value {
            Either::Text(name) => name.literal().copied(),
            Either::Section(keystore) => keystore.keystore.value()?.literal().copied(),
        });
        let Some(reference) = reference else { continue };
        let name = reference.get(tree);
        if known.iter().any(|it| it == name) {
            continue;
        }
        let shown = excerpt(name);
        let message = match nearest(name, known.iter().map(String::as_str)) {
            Some(near) => format!("unknown keystore `{shown}`; did you mean `{near}`?"),
            None => format!("unknown keystore `{shown}`"),
        };
        report
            .at(reference.0, message)
            .help("write the reference name of a keystore under Team settings, Code signing identities, or add the name to `known.keystores` in the configuration");
    }
}
