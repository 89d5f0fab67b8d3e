//! The same recipient twice.

use crate::rules::prelude::*;
use crate::rules::shared::duplicates::{self, Removable, repeated};
use crate::rules::shared::publishers::recipients;
use crate::rules::shared::words::excerpt;

rule! {
    id: "email-recipient-duplicate",
    category: Publishing,
    severity: Hint,
    summary: "an e-mail recipient that is listed twice",
    source: "https://docs.codemagic.io/yaml-notification/email/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let tree = view.tree();
    let addresses = recipients(view).iter().filter_map(|item| {
        item.value.as_ref()?;
        let text = tree.scalar(item.node)?.trim();
        // The case of an address means nothing, that of a variable does.
        let key = if text.contains('$') {
            text.to_owned()
        } else {
            text.to_lowercase()
        };
        Some((item.node, key))
    });
    for found in repeated(addresses) {
        let text = excerpt(tree.scalar(found.item).unwrap_or_default());
        duplicates::report(
            report,
            found,
            format!("`{text}` is listed twice"),
            Removable::Later,
        )
        .help("remove one of the two; an address gets one mail");
    }
}
