//! A private key in the repository.

use crate::knowledge::private_keys::{STARTS, private_keys};
use memchr::memmem;

use crate::rules::prelude::*;
use crate::rules::shared::service_accounts;
use crate::syntax::SourceMap;

rule! {
    id: "asc-private-key-literal",
    category: Security,
    summary: "a private key written into the file",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    check: File(check),
}

fn check(file: &File<'_>, report: &mut Report<'_>) {
    let tree = file.tree;
    let text = tree.source().text().as_bytes();
    let holds = |start: &str| memmem::find(text, start.as_bytes()).is_some();
    if !STARTS.iter().any(|(start, _)| holds(start)) {
        return;
    }
    let elsewhere = service_accounts::in_credentials(file);
    let has_own_rule = |node: NodeId| {
        elsewhere.contains(&node) || tree.parent(node).is_some_and(|it| elsewhere.contains(&it))
    };
    for node in tree
        .nodes()
        .filter(|&node| tree.kind(node) == NodeKind::Scalar && !has_own_rule(node))
    {
        let text = tree.scalar(node).unwrap_or_default();
        for range in private_keys(text) {
            let span = SourceMap::new(tree, node).span(range);
            report
                .span(node, span, "a private key is written into the file, for everyone who can read the repository")
                .help("revoke it where it was issued, and keep its successor as a Secret in a variable group; an App Store Connect API key needs the App Manager role");
        }
    }
}
