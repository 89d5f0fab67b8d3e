//! Ids for the Microsoft Store have forms.

use crate::knowledge::app_store_connect::is_issuer_id as is_uuid;
use crate::knowledge::secret_names::stands_for_another;
use crate::model::{Field, TextNode};
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{lacks_sigil, shown};
use crate::rules::shared::publishers::{partner_center, text};

rule! {
    id: "partner-center-ids",
    category: Publishing,
    summary: "an id for the Microsoft Store that does not have its form",
    source: "https://docs.codemagic.io/yaml-publishing/microsoft-store/",
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    let Some(store) = partner_center(view) else {
        return;
    };
    let section = store.section;
    // A tenant is also known by its domain.
    let is_tenant = |id: &str| is_uuid(id) || id.contains('.');
    judge(
        view,
        report,
        &section.store_id,
        is_store_id,
        "Store ID: these have twelve letters and digits",
    );
    judge(
        view,
        report,
        &section.tenant_id,
        is_tenant,
        "tenant's id: these are UUIDs",
    );
    judge(
        view,
        report,
        &section.client_id,
        is_uuid,
        "application's id: these are UUIDs",
    );
}

fn judge(
    view: &WorkflowView<'_>,
    report: &mut Report<'_>,
    field: &Field<Value<TextNode>>,
    is_one: impl Fn(&str) -> bool,
    what: &str,
) {
    let Some((node, id)) = text(view.tree(), field) else {
        return;
    };
    if is_one(id) || stands_for_another(id) || lacks_sigil(view, id) {
        return;
    }
    report
        .at(node, format!("{} is no {what}", shown(id)))
        .help("copy the Store ID from the product's identity in Partner Center, and the other ids from the application's overview in Entra ID; the upload fails otherwise");
}

/// Partner Center shows capitals; in links the ids stand in lower case as well.
fn is_store_id(id: &str) -> bool {
    id.len() == 12 && id.bytes().all(|b| b.is_ascii_alphanumeric())
}
