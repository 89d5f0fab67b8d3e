//! A bundle identifier that the Xcode project does not have.

use crate::rules::prelude::*;
use crate::rules::shared::mentions::scripts_may_change;
use crate::rules::shared::signing::ios_signing;
use crate::rules::shared::words::excerpt;
use crate::rules::shared::xcode_projects::built_projects;

rule! {
    id: "bundle-identifier-mismatch",
    category: Signing,
    summary: "a `bundle_identifier` that is none of the Xcode project's",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: Workflow(check),
}

/// Scripts that mention one of these may change the identifier, or build another
/// project.
const CHANGES: [&str; 11] = [
    "bundle_id",
    "cfbundleidentifier",
    "macos",
    "sed ",
    "rename",
    "plistbuddy",
    "plutil",
    "xcconfig",
    "xcodegen",
    "tuist",
    "prebuild",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let value = ios_signing(view).and_then(|(signing, _)| signing.bundle_identifier.value());
    let (Some(Value::Literal(node)), Some(_)) = (value, view.file.repository()) else {
        return;
    };
    let wanted = node.get(view.tree());
    let is_unknown = wanted.contains(['$', '*', '<', '{', '(']) || !wanted.contains('.');
    if is_unknown || scripts_may_change(view, &CHANGES) {
        return;
    }
    let Some(projects) = built_projects(view) else {
        return;
    };
    let all: Option<Vec<_>> = projects
        .iter()
        .map(|it| it.project.bundle_identifiers())
        .collect();
    let Some(known) = all.map(|all| all.concat()).filter(|all| !all.is_empty()) else {
        return;
    };
    // Profiles of extensions are found with the identifier of their app.
    let belongs = |one: &str, to: &str| {
        one.strip_prefix(to)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if known
        .iter()
        .any(|id| belongs(id, wanted) || belongs(wanted, id))
    {
        return;
    }
    let apps = projects.iter().flat_map(|it| it.project.applications());
    let app = apps
        .flat_map(|target| &target.configurations)
        .find_map(|it| it.literal("PRODUCT_BUNDLE_IDENTIFIER"))
        .or(known.first().copied())
        .unwrap_or_default();
    report
        .at(
            node.0,
            format!("the Xcode project has no target `{}`; its app is `{}`", excerpt(wanted), excerpt(app)),
        )
        .help("write the identifier of the app that is built; profiles of another do not fit it, and signing fails")
        .in_use();
}
