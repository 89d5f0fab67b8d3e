//! Installer packages have a certificate of their own.

use crate::expression::shell::Command;
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::mentions;
use crate::rules::shared::calls::place_of_call;
use crate::rules::shared::fetching::fetches;
use crate::rules::shared::signing::ios_signing;

rule! {
    id: "mac-installer-certificate",
    category: Signing,
    summary: "a Mac package that is signed without fetching an installer certificate",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-macos/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let mut commands = view.calls(["productsign", "productbuild", "pkgbuild"]);
    let Some((_, found)) = commands.find(|(_, it)| signs_package(it.command())) else {
        return;
    };
    let fetches_for_mac = fetches(view).any(|(_, found)| {
        let kind = found.command().option_text("--type");
        kind.is_some_and(|kind| kind.starts_with("MAC_"))
    });
    // A certificate may also come from a variable or from the service.
    let may_have_certificate = ios_signing(view).is_some()
        || mentions(view, &["installer_", "--certificate", "security import"])
        || view.hides_commands();
    if !fetches_for_mac || may_have_certificate {
        return;
    }
    report
        .span(
            found.script,
            place_of_call(view, found),
            "the package is signed, but no step fetches an installer certificate",
        )
        .help("run `app-store-connect certificates list --type MAC_INSTALLER_DISTRIBUTION --save` before `keychain add-certificates`; the certificate of the app does not sign packages")
        .in_use();
}

fn signs_package(command: &Command<'_>) -> bool {
    match command.tool() {
        "productsign" => true,
        "productbuild" | "pkgbuild" => command.has("--sign"),
        _ => false,
    }
}
