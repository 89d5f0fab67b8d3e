//! Nothing, where something is needed.

use crate::rules::prelude::*;
use crate::rules::shared::subject::{Role, role, subject};
use crate::syntax::Tree;

rule! {
    id: "null-value",
    category: Schema,
    summary: "a required key, list item or variable without a value",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    if !matches!(problem.kind, ProblemKind::NullValue { .. }) {
        return;
    }
    let what = subject(report.tree(), problem);
    let role = role(problem);
    let is_workflow = problem.section.is_none() && role == Role::Entry;
    let (message, help) = match role {
        Role::Entry if is_workflow => (
            format!("the workflow {what} is empty"),
            "give it `scripts`, or remove it; Codemagic rejects the whole file otherwise",
        ),
        Role::Item => (
            format!("{what} is empty"),
            "fill it in, or remove the dash; Codemagic rejects the whole file otherwise",
        ),
        _ => (
            format!("{what} has no value"),
            "write a value; Codemagic rejects the whole file otherwise",
        ),
    };
    match dash(report.tree(), problem.node) {
        Some(dash) => report.span(problem.node, dash, message).help(help),
        None => report.at(problem.node, message).help(help),
    };
}

/// The dash of a list item with nothing behind it.
fn dash(tree: &Tree, node: NodeId) -> Option<Span> {
    let span = tree.span(node);
    let before = tree.source().text().get(..span.start())?.trim_end();
    let is_dash = span.is_empty() && before.ends_with('-');
    is_dash.then(|| Span::new(before.len() - 1, before.len()))
}
