//! Signing files are either found or listed.

use crate::rules::prelude::*;
use crate::rules::shared::signing::{ios_signing, list_keys, search_keys};

rule! {
    id: "ios-signing-mixed",
    category: Signing,
    severity: Error,
    summary: "signing files that are listed, beside a distribution type or bundle identifier to find them by",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((signing, _)) = ios_signing(view) else {
        return;
    };
    let (Some(listed), Some(search)) = (list_keys(signing).next(), search_keys(signing).next())
    else {
        return;
    };
    let tree = view.tree();
    let name = |key| tree.scalar(key).unwrap_or_default();
    let message = format!(
        "`{}` beside `{}`: signing files are either listed or found, not both",
        name(listed),
        name(search)
    );
    report
        .at(listed, message)
        .help("keep `distribution_type` and `bundle_identifier`, or list `provisioning_profiles` and `certificates` by their reference names")
        .related(tree, search, "to be found by this");
}
