//! Beta groups are given by name.

use crate::model::Shape;
use crate::rules::prelude::*;

rule! {
    id: "asc-beta-group-type",
    category: Schema,
    summary: "a beta group that is not a name",
    source: "https://docs.codemagic.io/yaml-publishing/app-store-connect/",
    fix: Safe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    if !problem.is_at("AppStoreConnect", "beta_groups") {
        return;
    }
    match problem.kind {
        ProblemKind::NullValue { .. } => {
            report
                .at(problem.node, "a beta group without a name")
                .help("write the group's name, or remove the item; Codemagic rejects the whole file otherwise");
        }
        ProblemKind::WrongType {
            expected: Shape::List { .. },
            found,
        } => {
            let found = found.name();
            report
                .at(problem.node, format!("`beta_groups` is a list of names, not {found}"))
                .help("write one `- name` a line, also for a single group; Codemagic rejects the whole file otherwise");
        }
        ProblemKind::WrongType { found, .. } => not_a_name(problem.node, found, report),
        _ => {}
    }
}

fn not_a_name(node: NodeId, found: Found, report: &mut Report<'_>) {
    let tree = report.tree();
    let span = tree.span(node);
    let message = format!(
        "a beta group is given by name, but this is {}",
        found.name()
    );
    let draft = report.at(node, message);
    if matches!(found, Found::Integer | Found::Float | Found::Boolean) {
        let written = tree.source().slice(span);
        draft
            .help("quote the name; Codemagic rejects the whole file otherwise")
            .fix(Fix::safe("quote the name", span, format!("'{written}'")));
    } else {
        draft.help("write each group as one `- name`, in quotes where the name holds `: `");
    }
}
