//! Several beta groups in one item.

use crate::rules::prelude::*;

rule! {
    id: "asc-beta-group-comma",
    category: Publishing,
    summary: "several beta groups in one item",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    for (item, name) in asc.beta_groups() {
        let names: Vec<&str> = name.split(',').map(str::trim).collect();
        if names.len() < 2 || names.iter().any(|name| name.is_empty()) {
            continue;
        }
        let draft = report
            .at(item, format!("`{name}` is read as the name of one beta group"))
            .help("write one `- name` for each group; a group that is not found is passed over with only a warning in the log");
        if let Some(fix) = split(asc, item, name, &names) {
            draft.fix(fix);
        }
    }
}

/// One line for each name, where the item is a line of a block list.
fn split(asc: &AppStoreConnectView<'_>, item: NodeId, name: &str, names: &[&str]) -> Option<Fix> {
    let tree = asc.tree();
    let text = tree.source().text();
    let span = tree.span(item);
    let line = text.get(..span.start())?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line..span.start())?;
    let written = tree.source().slice(span);
    let quote = written
        .strip_suffix(['\'', '"'])
        .map_or("", |rest| &written[rest.len()..]);
    let plain = written == format!("{quote}{name}{quote}");
    if before.trim() != "-" || tree.kind(item) != NodeKind::Scalar || !plain {
        return None;
    }
    let items: Vec<String> = names
        .iter()
        .map(|name| format!("{quote}{name}{quote}"))
        .collect();
    let text = items.join(&format!("\n{before}"));
    Some(Fix::suggestion("write one item for each group", span, text))
}
