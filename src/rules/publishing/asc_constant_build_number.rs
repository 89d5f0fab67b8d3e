//! Each upload needs a build number of its own.

use crate::expression::shell::{Command, Word};
use crate::rules::prelude::*;
use crate::rules::shared::apple_builds::flutter_build;

rule! {
    id: "asc-constant-build-number",
    category: Publishing,
    summary: "a build number for App Store Connect that never changes",
    source: "https://docs.codemagic.io/knowledge-codemagic/build-versioning/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    for (_, found) in asc.view.calls(["flutter", "agvtool"]) {
        let Some(word) = build_number(found.command()) else {
            continue;
        };
        let number = word.text.rsplit('=').next().unwrap_or_default();
        if number.is_empty()
            || !number
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            continue;
        }
        let span = asc.view.script_span(found.script, word.range.clone());
        report
            .span(found.script, span, format!("every build gets the number `{number}`; App Store Connect takes each number once"))
            .help("count up, such as with `$PROJECT_BUILD_NUMBER` or `app-store-connect get-latest-testflight-build-number`")
            .in_use();
    }
}

/// The word that sets the build number of an Apple app.
fn build_number<'c>(command: &'c Command<'_>) -> Option<&'c Word<'c>> {
    if matches!(flutter_build(command), Some("ipa" | "ios" | "macos")) {
        return command.option("--build-number");
    }
    let sets = command.tool() == "agvtool" && command.has("new-version");
    let mut operands = command.operands().filter(|word| word.text != "new-version");
    operands.next().filter(|_| sets)
}
