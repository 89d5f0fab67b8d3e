//! `ios_signing` has to say which files.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::may_hold_more;
use crate::rules::shared::removal;
use crate::rules::shared::signing::ios_signing;

rule! {
    id: "ios-signing-empty",
    category: Signing,
    severity: Error,
    summary: "`ios_signing` that asks for no signing files",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((signing, key)) = ios_signing(view) else {
        return;
    };
    let tree = view.tree();
    if tree.fields(signing.mapping).next().is_some() || may_hold_more(tree, signing.mapping) {
        return;
    }
    let draft = report
        .at(key, "`ios_signing` asks for no signing files")
        .help("write `distribution_type` and `bundle_identifier` below, or remove the key; the build stays unsigned otherwise");
    if let Some(span) = removal::of_entry(tree, key) {
        draft.fix(Fix::suggestion("remove `ios_signing`", span, ""));
    }
}
