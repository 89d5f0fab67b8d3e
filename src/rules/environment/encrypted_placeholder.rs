//! `Encrypted(...)`, never filled in.

use crate::knowledge::placeholders::is_placeholder;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::encrypted_content;

rule! {
    id: "encrypted-placeholder",
    category: Environment,
    severity: Error,
    summary: "`Encrypted(...)` with nothing encrypted in it",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: File(check),
}

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let tree = file.tree;
    if !tree.source().text().contains("Encrypted(") {
        return;
    }
    for node in tree
        .nodes()
        .filter(|&node| tree.kind(node) == NodeKind::Scalar)
    {
        let text = tree.scalar(node).unwrap_or_default().trim();
        let Some(content) = encrypted_content(text) else {
            continue;
        };
        let content = content.trim_matches(['"', '\'', ' ']);
        if !content.is_empty() && !is_placeholder(content) {
            continue;
        }
        report
            .at(node, format!("`{text}` is a placeholder: there is no encrypted value in it"))
            .help("values can no longer be encrypted for the file: keep it as a Secret in a variable group and import that under `environment.groups`");
    }
}
