//! A bundle identifier names one app.

use crate::knowledge::placeholders::is_placeholder;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{is_encrypted, lacks_sigil};
use crate::rules::shared::signing::ios_signing;
use crate::rules::shared::words::excerpt;

rule! {
    id: "ios-bundle-identifier",
    category: Signing,
    summary: "a bundle identifier with a wildcard or with characters that none may have",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let signing = ios_signing(view).map(|(signing, _)| signing);
    let value = signing.and_then(|signing| signing.bundle_identifier.value());
    let Some(Value::Literal(identifier)) = value else {
        return;
    };
    let text = identifier.get(view.tree());
    let stands_for_another =
        text.contains('$') || is_encrypted(text) || is_placeholder(text) || lacks_sigil(view, text);
    let is_legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let illegal = text.chars().find(|c| !is_legal(*c));
    let Some(illegal) = illegal.filter(|_| !stands_for_another) else {
        return;
    };
    let shown = excerpt(text);
    if text.contains('*') {
        report
            .at(identifier.0, format!("`{shown}` names no app: signing files are found by an exact bundle identifier"))
            .help("write the app's own identifier; profiles of its extensions, such as `io.acme.notes.widget` for `io.acme.notes`, are found with it");
        return;
    }
    let illegal = if illegal.is_whitespace() {
        "white space".to_owned()
    } else {
        format!("`{illegal}`")
    };
    report
        .at(
            identifier.0,
            format!(
                "{illegal} in `{shown}`: a bundle identifier has only letters, digits, `.` and `-`"
            ),
        )
        .help("write the identifier as Xcode shows it; no signing files are found otherwise");
}
