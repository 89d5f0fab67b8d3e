//! Several keystores need variables of their own.

use crate::model::Either;
use crate::rules::prelude::*;
use crate::rules::shared::signing::keystore_variables;

rule! {
    id: "android-signing-multiple",
    category: Signing,
    severity: Error,
    summary: "several keystores that do not all name variables of their own",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-android/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let environment = view.workflow.environment.value();
    let Some(field) = environment.map(|environment| &environment.android_signing) else {
        return;
    };
    let (items, Some(key)) = (field.items(), field.key()) else {
        return;
    };
    let lacking: Vec<(NodeId, String)> = items
        .iter()
        .filter_map(|item| {
            let missing = match item.value.as_ref()? {
                Either::Text(_) => "no variables are named here".to_owned(),
                Either::Section(keystore) => {
                    let mut variables = keystore_variables(keystore).into_iter();
                    let (name, _) = variables.find(|(_, field)| !field.is_set())?;
                    format!("`{name}` is missing here")
                }
            };
            Some((item.node, missing))
        })
        .collect();
    if items.len() < 2 || lacking.is_empty() {
        return;
    }
    let draft = report
        .at(key, "several keystores, but not each names variables of its own: the usual ones hold only one of them")
        .help("write each as `keystore: NAME` with its four `…_environment_variable` keys; a build is signed with the wrong key otherwise, or not at all");
    // One may have the usual variables to itself.
    if lacking.len() == 1 {
        draft.severity(Severity::Warning);
    }
    for (item, missing) in lacking {
        draft.related(view.tree(), item, missing);
    }
}
