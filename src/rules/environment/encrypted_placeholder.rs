//! `Encrypted(...)`, never filled in, and what another service encrypted.

use crate::knowledge::placeholders::is_placeholder;
use memchr::memmem;

use crate::rules::prelude::*;
use crate::rules::shared::credentials::{CIRRUS_CI, encrypted_content, is_encrypted_elsewhere};
use crate::rules::shared::words::excerpt;

rule! {
    id: "encrypted-placeholder",
    category: Environment,
    severity: Error,
    summary: "`Encrypted(...)` or `ENCRYPTED[...]` that Codemagic cannot decrypt",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: File(check),
}

const HELP: &str = "values can no longer be encrypted for the file: keep it as a Secret in a \
                    variable group and import that under `environment.groups`";

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let tree = file.tree;
    let source = tree.source().text().as_bytes();
    let holds = |text: &str| memmem::find(source, text.as_bytes()).is_some();
    if !holds("Encrypted(") && !holds(CIRRUS_CI) {
        return;
    }
    for node in tree
        .nodes()
        .filter(|&node| tree.kind(node) == NodeKind::Scalar)
    {
        let text = tree.scalar(node).unwrap_or_default().trim();
        if is_encrypted_elsewhere(text) {
            let shown = excerpt(text);
            report
                .at(node, format!("`{shown}` is encrypted as Cirrus CI does it: Codemagic takes it for the value itself"))
                .help(HELP);
            continue;
        }
        let Some(content) = encrypted_content(text) else {
            continue;
        };
        let content = content.trim_matches(['"', '\'', ' ']);
        if !content.is_empty() && !is_placeholder(content) {
            continue;
        }
        report
            .at(
                node,
                format!("`{text}` is a placeholder: there is no encrypted value in it"),
            )
            .help(HELP);
    }
}
