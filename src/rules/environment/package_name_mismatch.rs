//! A `PACKAGE_NAME` that is not the app's.

use crate::rules::prelude::*;
use crate::rules::shared::literal_vars::vars;
use crate::rules::shared::mentions::scripts_may_change;
use crate::rules::shared::places::workflow_directory;
use crate::rules::shared::words::excerpt;
use crate::rules::shared::xcode_projects::gradle;

rule! {
    id: "package-name-mismatch",
    category: Environment,
    summary: "a variable `PACKAGE_NAME` that is none of the app's `applicationId`s",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Workflow(check),
}

/// Scripts that mention one of these may change the id.
const CHANGES: [&str; 4] = ["applicationid", "sed ", "rename", "change_app_package_name"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let named = vars(view).find(|(name, ..)| *name == "PACKAGE_NAME");
    let (Some((_, node, text)), Some(repository)) = (named, view.file.repository()) else {
        return;
    };
    let found = workflow_directory(view).and_then(|(_, base)| gradle(repository, &base));
    let Some((directory, gradle)) = found else {
        return;
    };
    if gradle.computes_application_id
        || gradle.application_ids.is_empty()
        || text.contains('$')
        || text.starts_with("Encrypted(")
        || scripts_may_change(view, &CHANGES)
    {
        return;
    }
    let is_named = |id: &String| {
        let rest = text.strip_prefix(id.as_str());
        rest.is_some_and(|rest| rest.is_empty() || (gradle.has_suffix && rest.starts_with('.')))
    };
    if gradle.application_ids.iter().any(is_named) {
        return;
    }
    let ids: Vec<String> = gradle
        .application_ids
        .iter()
        .take(3)
        .map(|id| format!("`{}`", excerpt(id)))
        .collect();
    report
        .at(
            node,
            format!("`{}` is not the app's `applicationId`, which is {} in `{directory}`", excerpt(text), ids.join(" or ")),
        )
        .help("write the id that Google Play knows the app by; build numbers are otherwise asked for another app")
        .in_use();
}
