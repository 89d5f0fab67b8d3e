//! Each of the three values of a key in its own field.

use crate::finding::{Edit, Safety};
use crate::knowledge::app_store_connect::{is_issuer_id, is_key_id};
use crate::knowledge::variables;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{Credential, key_fields};

rule! {
    id: "asc-key-and-issuer-swapped",
    category: Publishing,
    severity: Error,
    summary: "the key's id where the issuer's belongs, or the other way round",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

const HELP: &str = "`key_id` is the ten-character id of the key, `issuer_id` the UUID above the table of keys in App Store Connect; the key needs the App Manager role. The upload fails otherwise";

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let [_, key_id, issuer_id] = key_fields(asc.publishing);
    if seems_issuer(&key_id, asc) && seems_key(&issuer_id, asc) {
        swapped(asc, &key_id, &issuer_id, report);
        return;
    }
    let tree = asc.tree();
    for field in [key_id, issuer_id] {
        let (Some(node), Some(used)) = (field.node(tree), field.variable_used(tree)) else {
            continue;
        };
        if used != field.variable && variables::is_from_integration(used) && !asc.view.has_var(used)
        {
            let wanted = format!("${}", field.variable);
            let message = format!(
                "`${used}` is not what `{}` takes; that is `{wanted}`",
                field.name
            );
            let fix = Fix::suggestion(format!("write `{wanted}`"), tree.span(node), wanted);
            report.at(node, message).help(HELP).fix(fix).in_use();
        }
    }
}

fn swapped(
    asc: &AppStoreConnectView<'_>,
    key_id: &Credential<'_>,
    issuer_id: &Credential<'_>,
    report: &mut Report<'_>,
) {
    let tree = asc.tree();
    let (Some(key), Some(issuer)) = (key_id.node(tree), issuer_id.node(tree)) else {
        return;
    };
    let (first, second) = (key.min(issuer), key.max(issuer));
    let edit = |at, text| Edit {
        span: tree.span(at),
        text: tree.source().slice(tree.span(text)).to_owned(),
    };
    let fix = Fix {
        title: "swap the two values".into(),
        safety: Safety::Unsafe,
        edits: vec![edit(first, second), edit(second, first)],
    };
    report
        .at(second, "the values of `key_id` and `issuer_id` are swapped")
        .help(HELP)
        .related(tree, first, "swapped with this")
        .fix(fix)
        .in_use();
}

fn seems_issuer(field: &Credential<'_>, asc: &AppStoreConnectView<'_>) -> bool {
    seems(field, asc, is_issuer_id, |name| {
        name.contains("ISSUER") && !name.contains("KEY")
    })
}

fn seems_key(field: &Credential<'_>, asc: &AppStoreConnectView<'_>) -> bool {
    let names_key = |name: &str| name.contains("KEY_ID") && !name.contains("ISSUER");
    seems(field, asc, is_key_id, names_key)
}

fn seems(
    field: &Credential<'_>,
    asc: &AppStoreConnectView<'_>,
    form: fn(&str) -> bool,
    name: impl Fn(&str) -> bool,
) -> bool {
    let literal = field.judged_literal(asc.view);
    literal.is_some_and(|(_, text)| form(text)) || field.variable_used(asc.tree()).is_some_and(name)
}
