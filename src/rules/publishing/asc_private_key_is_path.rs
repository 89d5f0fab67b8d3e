//! `api_key` is the text of the key, not the file's name.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::key_fields;

rule! {
    id: "asc-private-key-is-path",
    category: Publishing,
    severity: Error,
    summary: "the path of a `.p8` file where its contents belong",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    check: AppStoreConnect(check),
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let [api_key, ..] = key_fields(asc.publishing);
    let readable = matches!(
        api_key.field.value(),
        Some(Value::Literal(_) | Value::Variable)
    );
    let Some(node) = api_key.node(tree).filter(|_| readable) else {
        return;
    };
    let text = tree.scalar(node).unwrap_or_default().trim();
    let starts_as_path = ["/", "./", "../", "~/"]
        .iter()
        .any(|start| text.starts_with(start));
    let is_file = text.len() > 3 && text.to_ascii_lowercase().ends_with(".p8");
    // Base64 may begin with `/`, but is longer than any path.
    let is_path = is_file || (starts_as_path && text.len() < 100);
    if !is_path || text.starts_with('@') || text.contains('\n') {
        return;
    }
    report
        .at(node, format!("`{text}` is a path; `api_key` takes the contents of the `.p8` file"))
        .help("put the contents into a Secret variable, usually `$APP_STORE_CONNECT_PRIVATE_KEY`; the key needs the App Manager role. The upload fails otherwise");
}
