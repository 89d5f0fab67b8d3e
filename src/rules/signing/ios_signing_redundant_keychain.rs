//! `ios_signing` sets up the keychain.

use crate::expression::shell::Command;
use crate::rules::prelude::*;
use crate::rules::shared::calls::place_of_call;
use crate::rules::shared::fetching::fetches;
use crate::rules::shared::signing::ios_signing;

rule! {
    id: "ios-signing-redundant-keychain",
    category: Signing,
    summary: "`keychain initialize` or `keychain add-certificates` beside `ios_signing`",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some((_, key)) = ios_signing(view) else {
        return;
    };
    // Fetching at all is what is wrong there, and certificates from elsewhere need
    // a keychain.
    let mut bringing = view.calls(["keychain", "app-store-connect", "security"]);
    if fetches(view).next().is_some() || bringing.any(|(_, it)| brings_certificates(it.command())) {
        return;
    }
    let mut keychain = view.calls(["keychain"]);
    let Some((_, found)) = keychain.find(|(_, it)| is_setup(it.command())) else {
        return;
    };
    let what = found.command().argument(0);
    report
        .span(
            found.script,
            place_of_call(view, found),
            format!("`keychain {what}` beside `ios_signing`, which has put the certificates into a keychain already"),
        )
        .help("remove the `keychain` commands; a new keychain takes the place of the one with the certificates, and signing may fail")
        .related(view.tree(), key, "certificates are fetched by this")
        .in_use();
}

fn is_setup(command: &Command<'_>) -> bool {
    command.runs("keychain", &["initialize"]) || command.runs("keychain", &["add-certificates"])
}

/// Whether a command gets a certificate that `ios_signing` does not bring.
fn brings_certificates(command: &Command<'_>) -> bool {
    let adds_own =
        command.runs("keychain", &["add-certificates"]) && command.has_option("--certificate");
    let short = command.runs("keychain", &["add-certificates"]) && command.has("-c");
    adds_own
        || short
        || command.runs("app-store-connect", &["certificates"])
        || command.runs("security", &["import"])
}
