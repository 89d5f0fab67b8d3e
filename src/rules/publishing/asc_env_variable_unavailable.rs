//! Credentials come from variables that exist.

use crate::finding::{Edit, Safety};
use crate::model::join_or;
use crate::rules::prelude::*;
use crate::rules::shared::credentials::{Credential, key_fields, may_hold_more, password_fields};

rule! {
    id: "asc-env-variable-unavailable",
    category: Publishing,
    severity: Error,
    summary: "a credential for App Store Connect from a variable that nothing sets",
    source: "https://docs.codemagic.io/yaml-basic-configuration/configuring-environment-variables/",
    fix: Unsafe,
    check: AppStoreConnect(check),
}

/// A field whose variable nothing sets.
struct Missing<'a> {
    credential: Credential<'a>,
    node: NodeId,
    variable: &'a str,
}

fn check(asc: &AppStoreConnectView<'_>, report: &mut Report<'_>) {
    let tree = asc.tree();
    let missing = missing(asc);
    let [first, others @ ..] = &missing[..] else {
        return;
    };
    let mut names: Vec<&str> = Vec::new();
    for it in &missing {
        if !names.contains(&it.variable) {
            names.push(it.variable);
        }
    }
    let shown: Vec<String> = names.iter().map(|name| format!("`${name}`")).collect();
    let (lacking, held) = match names[..] {
        [name] => ("the name", format!("`{name}`")),
        _ => ("the names", "them".to_owned()),
    };
    let is_key = |it: &Missing<'_>| !matches!(it.credential.name, "apple_id" | "password");
    let role = if missing.iter().any(is_key) {
        ". The key needs the App Manager role"
    } else {
        ""
    };
    let draft = report
        .at(first.node, format!("nothing sets {}: the workflow imports no variable group and its `vars` lack {lacking}", join_or(&shown)))
        .help(format!("import the group that holds {held} under `environment.groups`; Codemagic stops with \"not accessible\" otherwise{role}"));
    for other in others {
        draft.related(tree, other.node, "nor this one");
    }
    draft
        .related(tree, asc.view.key(), "in this workflow")
        .in_use();
    if let Some(fix) = usual_names(asc, &missing) {
        draft.fix(fix);
    }
}

/// The fields whose variables nothing sets, in the order of the text.
fn missing<'a>(asc: &AppStoreConnectView<'a>) -> Vec<Missing<'a>> {
    let tree = asc.tree();
    if may_set_more(asc) {
        return Vec::new();
    }
    let credentials = key_fields(asc.publishing)
        .into_iter()
        .chain(password_fields(asc.publishing));
    let mut missing: Vec<Missing<'a>> = credentials
        .filter_map(|credential| {
            Some(Missing {
                node: credential.node(tree)?,
                variable: credential.variable_used(tree)?,
                credential,
            })
        })
        .filter(|it| asc.view.variable(it.variable) == VariableSource::Nothing)
        .collect();
    missing.sort_by_key(|it| tree.span(it.node));
    missing
}

/// Writes the names under which the values are usually kept, where something sets
/// those.
fn usual_names(asc: &AppStoreConnectView<'_>, missing: &[Missing<'_>]) -> Option<Fix> {
    let known = missing
        .iter()
        .filter(|it| asc.view.variable(it.credential.variable) == VariableSource::Known);
    let edits: Vec<Edit> = known
        .map(|it| Edit {
            span: asc.tree().span(it.node),
            text: format!("${}", it.credential.variable),
        })
        .collect();
    let names: Vec<String> = edits.iter().map(|it| format!("`{}`", it.text)).collect();
    (!edits.is_empty()).then(|| Fix {
        title: format!("write {}", names.join(", ")),
        safety: Safety::Unsafe,
        edits,
    })
}

/// Whether variables or groups may stand where nothing could be read.
fn may_set_more(asc: &AppStoreConnectView<'_>) -> bool {
    let workflow = asc.workflow();
    let environment = workflow.environment.value();
    let vars = environment.map(|environment| &environment.vars);
    let mappings = [
        Some(workflow.mapping),
        environment.map(|environment| environment.mapping),
        vars.and_then(crate::model::Field::node),
    ];
    vars.is_some_and(|vars| vars.is_set() && vars.value().is_none())
        || mappings
            .into_iter()
            .flatten()
            .any(|mapping| may_hold_more(asc.tree(), mapping))
}
