//! Keystores are named, not pointed at.

use crate::knowledge::placeholders::is_placeholder;
use crate::model::Either;
use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "android-signing-file-name",
    category: Signing,
    summary: "the name or path of a keystore file where its reference name belongs",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-android/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    // Against a list of names every name is judged by `unknown-keystore`.
    if view.file.settings.known.keystores.is_some() {
        return;
    }
    let Some(environment) = view.workflow.environment.value() else {
        return;
    };
    let tree = view.tree();
    for item in environment.android_signing.items() {
        let reference = match item.value.as_ref() {
            Some(Either::Text(name)) => name.literal(),
            Some(Either::Section(keystore)) => keystore.keystore.value().and_then(Value::literal),
            None => None,
        };
        let Some(reference) = reference else {
            continue;
        };
        let name = reference.get(tree);
        let lower = name.to_ascii_lowercase();
        let endings = [".jks", ".keystore", ".p12", ".pfx"];
        let is_file = endings.iter().any(|ending| lower.ends_with(ending)) || name.contains('/');
        if !is_file || name.contains('$') || is_placeholder(name) {
            continue;
        }
        let shown = excerpt(name);
        report
            .at(reference.0, format!("`{shown}` looks like a file; keystores are listed by reference name"))
            .help("write the name that the keystore has under Team settings, Code signing identities; the build does not start for a name that is not there");
    }
}
