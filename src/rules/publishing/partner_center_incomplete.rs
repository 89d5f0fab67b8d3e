//! The Microsoft Store needs four keys.

use crate::rules::prelude::*;
use crate::rules::shared::credentials::may_hold_more;
use crate::rules::shared::publishers::partner_center;

rule! {
    id: "partner-center-incomplete",
    category: Publishing,
    severity: Error,
    summary: "Microsoft Store publishing without one of the four keys it needs",
    source: "https://docs.codemagic.io/yaml-publishing/microsoft-store/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(store) = partner_center(view) else {
        return;
    };
    let section = store.section;
    if may_hold_more(view.tree(), section.mapping) {
        return;
    }
    let keys = [
        ("store_id", &section.store_id),
        ("tenant_id", &section.tenant_id),
        ("client_id", &section.client_id),
        ("client_secret", &section.client_secret),
    ];
    let missing: Vec<String> = keys
        .iter()
        .filter(|(_, field)| !field.is_set())
        .map(|(key, _)| format!("`{key}`"))
        .collect();
    if missing.is_empty() {
        return;
    }
    report
        .at(store.key, format!("`partner_center` lacks {}", missing.join(", ")))
        .help("all of `store_id`, `tenant_id`, `client_id` and `client_secret` are needed; nothing can be uploaded otherwise");
}
