//! `distribution_type` and `bundle_identifier` come together.

use crate::model::environment::IosSigning;
use crate::rules::prelude::*;
use crate::rules::shared::signing::{ios_signing, list_keys};
use crate::rules::shared::strays::is_misnamed;

rule! {
    id: "ios-signing-pair",
    category: Signing,
    severity: Error,
    summary: "`distribution_type` without `bundle_identifier`, or the other way round",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((signing, key)) = ios_signing(view) else {
        return;
    };
    // Beside listed files the present key is the one too many.
    if list_keys(signing).next().is_some() {
        return;
    }
    let (kind, bundle) = (&signing.distribution_type, &signing.bundle_identifier);
    let (missing, present) = match (kind.is_set(), bundle.is_set()) {
        (true, false) => ("bundle_identifier", kind.key()),
        (false, true) => ("distribution_type", bundle.key()),
        _ => return,
    };
    // A key that is nearly the missing one has a finding of its own.
    if is_misnamed(
        view.tree(),
        signing.mapping,
        IosSigning::DECLARATION,
        missing,
    ) {
        return;
    }
    let draft = report
        .at(
            key,
            format!("`{missing}` is missing: it goes together with the other key of the pair"),
        )
        .help(
            "Codemagic finds certificates and profiles by both, and rejects the file with only one",
        );
    if let Some(present) = present {
        draft.related(view.tree(), present, "given here");
    }
}
