//! Signing files come from one place.

use crate::rules::prelude::*;
use crate::rules::shared::calls::place_of_call;
use crate::rules::shared::fetching::fetches;
use crate::rules::shared::signing::ios_signing;

rule! {
    id: "ios-signing-and-fetch",
    category: Signing,
    summary: "`ios_signing` beside `app-store-connect fetch-signing-files`",
    source: "https://docs.codemagic.io/yaml-code-signing/signing-ios/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let (Some((_, key)), Some((_, found))) = (ios_signing(view), fetches(view).next()) else {
        return;
    };
    let span = place_of_call(view, found);
    report
        .span(
            found.script,
            span,
            "`fetch-signing-files` beside `ios_signing`: the signing files come from two places",
        )
        .help("keep one of the two: `ios_signing` alone needs no `keychain` commands, and without it the steps fetch what they need; the build may be signed with the wrong profile otherwise")
        .related(view.tree(), key, "fetched by this as well")
        .in_use();
}
