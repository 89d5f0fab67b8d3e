//! White space that the name of a beta group hardly has.

use crate::rules::prelude::*;

rule! {
    id: "asc-beta-group-whitespace",
    category: Publishing,
    summary: "a beta group with white space around its name, or doubled inside it",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    for (item, name) in asc.beta_groups() {
        let words: Vec<&str> = name.split_whitespace().collect();
        let tidy = words.join(" ");
        if tidy.is_empty() || tidy == name {
            continue;
        }
        let message = if name.trim() == name {
            format!(
                "beta group `{}` has odd white space inside its name",
                visible(name)
            )
        } else {
            format!(
                "beta group `{}` has white space around its name",
                visible(name)
            )
        };
        let draft = report
            .at(item, message)
            .help(format!("write `{tidy}`; names are compared exactly, and a group that is not found is passed over with only a warning in the log"));
        if let Some(fix) = tidied(asc, item, name, &tidy) {
            draft.fix(fix);
        }
    }
}

/// The name with line breaks and tabs made visible.
fn visible(name: &str) -> String {
    name.replace('\n', "⏎").replace('\t', "⇥")
}

/// Only where the name is written plainly, in quotes or not.
fn tidied(asc: &AppStoreConnectView<'_>, item: NodeId, name: &str, tidy: &str) -> Option<Fix> {
    let tree = asc.tree();
    if tree.kind(item) != NodeKind::Scalar {
        return None;
    }
    let span = tree.span(item);
    let written = tree.source().slice(span);
    let at = written.find(name)?;
    let inner = Span::new(span.start() + at, span.start() + at + name.len());
    Some(Fix::suggestion("remove the white space", inner, tidy))
}
