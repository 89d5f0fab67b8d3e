//! The key of App Store Connect is not that of the signing certificate.

use crate::knowledge::app_store_connect as keys;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::key_fields;

rule! {
    id: "asc-private-key-wrong-variable",
    category: Publishing,
    severity: Error,
    summary: "another secret where the App Store Connect API key belongs",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

const HELP: &str = "`api_key` takes the contents of the API key's `.p8` file, usually `$APP_STORE_CONNECT_PRIVATE_KEY`; the key needs the App Manager role. The upload fails otherwise";

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let [api_key, ..] = key_fields(asc.publishing);
    let (Some(key), Some(node)) = (api_key.field.key(), api_key.node(tree)) else {
        return;
    };
    if let Some(text) = api_key.field.literal(tree) {
        // The finding stands at the key: the value may be a secret.
        if let Some(what) = other_pem(text) {
            report
                .at(
                    key,
                    format!("`api_key` holds {what}, not an App Store Connect API key"),
                )
                .help(HELP);
        }
        return;
    }
    let Some(used) = api_key.variable_used(tree) else {
        return;
    };
    let what = match used {
        keys::CERTIFICATE_PRIVATE_KEY => "the signing certificate's private key",
        keys::KEY_IDENTIFIER => "the key's id",
        keys::ISSUER_ID => "the issuer's id",
        _ => return,
    };
    let draft = report
        .at(
            node,
            format!("`${used}` is {what}, not the App Store Connect API key"),
        )
        .help(HELP)
        .in_use();
    if asc.view.variable(keys::PRIVATE_KEY) != VariableSource::Nothing {
        let wanted = format!("${}", keys::PRIVATE_KEY);
        draft.fix(Fix::suggestion(
            format!("write `{wanted}`"),
            tree.span(node),
            wanted,
        ));
    }
}

/// What a PEM text holds, if it is no API key.
fn other_pem(text: &str) -> Option<&'static str> {
    let (_, label) = text.split_once("-----BEGIN ")?;
    let (label, _) = label.split_once("-----")?;
    match label {
        "RSA PRIVATE KEY" => Some("an RSA key, such as signing certificates have"),
        "CERTIFICATE" => Some("a certificate"),
        "CERTIFICATE REQUEST" => Some("a certificate request"),
        "OPENSSH PRIVATE KEY" => Some("an SSH key"),
        _ => None,
    }
}
