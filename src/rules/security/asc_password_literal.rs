//! A password in the repository.

use crate::expression;
use crate::knowledge::placeholders::is_placeholder;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{is_encrypted, lacks_sigil, password_fields};

rule! {
    id: "asc-password-literal",
    category: Security,
    summary: "an Apple Account's password written into the file",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let [_, password] = password_fields(asc.publishing);
    let Some(node) = password.node(tree).filter(|_| password.field.is_set()) else {
        return;
    };
    // Also what could not be read as a password may be one.
    let text = tree.scalar(node).unwrap_or_default().trim();
    let mut groups = text.split('-');
    let first = groups.next();
    let is_sample = groups.all(|group| Some(group) == first) && text.contains('-');
    if text.is_empty()
        || is_sample
        || expression::reference(text).is_some()
        || text.starts_with("${{")
        || text.starts_with("@env:")
        || text.starts_with("@file:")
        || is_encrypted(text)
        || is_placeholder(text)
        || lacks_sigil(asc.view, text)
    {
        return;
    }
    report
        .span(node, tree.span(node), "the password is written into the file, for everyone who can read the repository")
        .help("revoke it at account.apple.com, and authenticate with an API key that has the App Manager role; secrets belong into variable groups");
}
