//! A value of another type than its key takes.

use crate::model::Shape;
use crate::rules::prelude::*;
use crate::rules::shared::retype;
use crate::rules::shared::subject::{expected as words, is_template_placeholder, subject};
use crate::rules::shared::words::excerpt;
use crate::rules::shared::words::quoted;
use crate::syntax::Tree;

rule! {
    id: "wrong-type",
    category: Schema,
    summary: "a value of another type than its key takes",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Safe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    if let Some(mapping) = placeholder(problem, report.tree()) {
        report_placeholder(mapping, report);
        return;
    }
    match problem.kind {
        ProblemKind::WrongType { expected, found } => {
            report_type(problem, expected, found, report);
        }
        // The text is not shown: it may be a secret.
        ProblemKind::WrongForm { expected } => {
            let what = subject(report.tree(), problem);
            let message = format!("{what} does not have the form of {}", words(expected));
            report.at(problem.node, message);
        }
        _ => {}
    }
}

fn report_type(problem: &Problem, expected: &'static Shape, found: Found, report: &mut Report<'_>) {
    let tree = report.tree();
    let node = problem.node;
    let what = subject(tree, problem);
    let wanted = words(expected);
    let text = excerpt(tree.scalar(node).unwrap_or_default());
    // What stands where text is needed may be a secret.
    let message = match (expected, found) {
        (_, Found::List | Found::Mapping) => {
            format!("{what} must be {wanted}, not {}", found.name())
        }
        (Shape::Boolean | Shape::Integer { .. } | Shape::Between { .. } | Shape::Number, _) => {
            format!("{what} must be {wanted}, not the {} `{text}`", noun(found))
        }
        (_, Found::Boolean) => {
            format!("{what} must be {wanted}, but `{text}` is a boolean")
        }
        _ => format!("{what} must be {wanted}, not {}", found.name()),
    };
    let help = retype::advice(tree, problem, expected, found);
    let fix = retype::fix(tree, node, expected, found);
    let draft = report.at(node, message).help(help);
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}

fn noun(found: Found) -> &'static str {
    match found {
        Found::Text => "text",
        Found::Boolean => "boolean",
        _ => "number",
    }
}

/// The mapping that an unfilled `{NAME}` of a template became, if that is what
/// the problem comes from.
fn placeholder(problem: &Problem, tree: &Tree) -> Option<NodeId> {
    let mapping = match problem.kind {
        ProblemKind::WrongType { .. } | ProblemKind::MissingKey => problem.node,
        ProblemKind::UnknownKey | ProblemKind::KeyNotText => tree.parent(problem.node)?,
        _ => return None,
    };
    is_template_placeholder(tree, mapping).then_some(mapping)
}

fn report_placeholder(mapping: NodeId, report: &mut Report<'_>) {
    let source = report.tree().source();
    let span = report.tree().span(mapping);
    let text = source.slice(span);
    let shown = excerpt(text);
    report
        .at(
            mapping,
            format!("`{shown}` is a mapping in YAML: fill in or quote it"),
        )
        .help(
            "a text that begins with a brace must be quoted; if a variable is meant, write `$NAME`",
        )
        .fix(Fix::suggestion("quote the text", span, quoted(text)));
}
