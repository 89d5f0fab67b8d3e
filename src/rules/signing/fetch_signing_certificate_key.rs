//! A certificate is of use only with its private key.

use crate::knowledge::app_store_connect::CERTIFICATE_PRIVATE_KEY;
use crate::rules::prelude::*;
use crate::rules::shared::calls::{may_have_more_options, may_have_variable, place_of_call};
use crate::rules::shared::fetching::{fetches, has_key_options, has_no_key};
use crate::rules::shared::signing::ios_signing;

rule! {
    id: "fetch-signing-certificate-key",
    category: Signing,
    summary: "`fetch-signing-files` in a workflow that has no private key for certificates",
    source: "https://docs.codemagic.io/yaml-code-signing/alternative-code-signing-methods/",
    check: Workflow(check),
}

/// Options that name the key, or a certificate with its key.
const OPTIONS: [&str; 3] = ["--certificate-key", "--certificate-key-path", "--p12-path"];

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    // Besides signing that the service does, fetching itself is one thing too many.
    if ios_signing(view).is_some()
        || fetches(view).next().is_none()
        || may_have_variable(view, CERTIFICATE_PRIVATE_KEY)
        || view.hides_commands()
    {
        return;
    }
    let lacks_key = has_no_key(view);
    for (_, found) in fetches(view) {
        let command = found.command();
        let has_key = OPTIONS.iter().any(|option| command.has_option(option));
        // Without a key of App Store Connect nothing is fetched at all.
        let fails_before = lacks_key && !has_key_options(found);
        if has_key || fails_before || may_have_more_options(command) {
            continue;
        }
        report
            .span(
                found.script,
                place_of_call(view, found),
                format!("`fetch-signing-files` has no private key for the certificate: `{CERTIFICATE_PRIVATE_KEY}` is not set"),
            )
            .help(format!("put an RSA key into the secret variable `{CERTIFICATE_PRIVATE_KEY}` of a group that the workflow imports; the integration brings only the key of App Store Connect, and certificates cannot be saved without theirs"))
            .in_use();
    }
}
