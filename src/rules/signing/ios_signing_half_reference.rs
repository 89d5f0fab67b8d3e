//! A profile needs a certificate, and the other way round.

use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::mentions;
use crate::rules::shared::signing::{ios_signing, search_keys};

rule! {
    id: "ios-signing-half-reference",
    category: Signing,
    summary: "provisioning profiles without certificates, or the other way round",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: Workflow(check),
}

/// What scripts that get the other half by themselves mention.
const OTHER_SOURCES: [&str; 6] = [
    "add-certificates",
    "fetch-signing-files",
    "match ",
    "mobileprovision",
    "provisioning profiles",
    "security import",
];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((signing, _)) = ios_signing(view) else {
        return;
    };
    let (profiles, certificates) = (&signing.provisioning_profiles, &signing.certificates);
    let (present, missing, key) = match (profiles.is_set(), certificates.is_set()) {
        (true, false) => ("provisioning_profiles", "certificates", profiles.key()),
        (false, true) => ("certificates", "provisioning_profiles", certificates.key()),
        _ => return,
    };
    let Some(key) = key.filter(|_| search_keys(signing).next().is_none()) else {
        return;
    };
    if mentions(view, &OTHER_SOURCES) || view.hides_commands() {
        return;
    }
    report
        .at(
            key,
            format!("`{present}` without `{missing}`: a signature takes both"),
        )
        .help(format!(
            "list the reference names under `{missing}` as well; nothing can be signed otherwise"
        ))
        .in_use();
}
