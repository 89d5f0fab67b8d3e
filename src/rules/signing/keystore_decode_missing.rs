//! A keystore in a variable is not yet a file.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::mentions;

rule! {
    id: "keystore-decode-missing",
    category: Signing,
    summary: "a path for a keystore, to which no step writes one",
    source: "https://docs.codemagic.io/yaml-code-signing/alternative-code-signing-methods/",
    check: Workflow(check),
}

const PATH: &str = "CM_KEYSTORE_PATH";

/// Where no checkout puts a file.
const ELSEWHERE: [&str; 4] = ["/tmp/", "/var/tmp/", "~/", "$HOME/"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(entry) = view.var(PATH) else {
        return;
    };
    let tree = view.tree();
    let path = tree.scalar(entry.value).unwrap_or_default().trim();
    let environment = view.workflow.environment.value();
    let is_signed = environment.is_some_and(|it| it.android_signing.is_set());
    let is_elsewhere = ELSEWHERE.iter().any(|start| path.starts_with(start));
    if is_signed || !is_elsewhere || view.commands().is_empty() {
        return;
    }
    let writes = [
        "base64",
        "cm_keystore\"",
        "$cm_keystore ",
        "${cm_keystore}",
        path,
    ]
    .map(str::to_lowercase);
    let writes: Vec<&str> = writes.iter().map(String::as_str).collect();
    let is_written = mentions(view, &writes)
        || view
            .commands()
            .iter()
            .flat_map(|it| it.command().outputs().collect::<Vec<_>>())
            .any(|(_, target)| target.text.contains(PATH));
    if is_written || view.hides_commands() {
        return;
    }
    report
        .at(entry.key, format!("no step writes a keystore to `{PATH}`"))
        .help("decode it in a step before the build, `echo $CM_KEYSTORE | base64 --decode > $CM_KEYSTORE_PATH`, or use `android_signing`, which does it all; the build finds no keystore otherwise")
        .in_use();
}
