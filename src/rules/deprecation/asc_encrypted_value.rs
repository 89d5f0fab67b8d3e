//! Secrets encrypted into the file.

use crate::knowledge::placeholders::is_placeholder;
use memchr::memmem;

use crate::rules::prelude::*;
use crate::rules::shared::credentials::encrypted_content;

rule! {
    id: "asc-encrypted-value",
    category: Deprecation,
    summary: "a secret kept as `Encrypted(…)` in the file",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: File(check),
}

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let tree = file.tree;
    if memmem::find(tree.source().text().as_bytes(), b"Encrypted(").is_none() {
        return;
    }
    for node in tree
        .nodes()
        .filter(|&node| tree.kind(node) == NodeKind::Scalar)
    {
        let Some(content) = tree.scalar(node).and_then(encrypted_content) else {
            continue;
        };
        let content = content.trim_matches(['"', '\'', ' ']);
        if content.is_empty() || is_placeholder(content) {
            continue;
        }
        report
            .at(node, "`Encrypted(…)` is the old way to keep a secret: new values can no longer be made")
            .help("keep the value as a Secret in a variable group, import that under `environment.groups`, and write `$NAME` where it is needed; an App Store Connect API key needs the App Manager role");
    }
}
