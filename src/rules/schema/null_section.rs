//! A key with nothing behind it.

use crate::model::Shape;
use crate::rules::prelude::*;
use crate::syntax::Tree;

rule! {
    id: "null-section",
    category: Schema,
    severity: Warning,
    summary: "a key with nothing behind it",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let (ProblemKind::EmptySection, Some(field)) = (problem.kind, problem.field) else {
        return;
    };
    let is_section = matches!(
        field.shape,
        Shape::Section(_) | Shape::List { .. } | Shape::Map { .. }
    );
    let message = if is_section {
        format!("`{}` is an empty section", field.key)
    } else {
        format!("`{}` has no value", field.key)
    };
    let fix = removal(report.tree(), problem.node);
    let draft = report.at(problem.node, message).help(
        "fill it in or remove it: the schema forbids empty sections, even if builds still start",
    );
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}

/// Removes the line of a key that stands alone on it, unless its section would
/// be empty then.
fn removal(tree: &Tree, key: NodeId) -> Option<Fix> {
    let value = tree.value_of(key)?;
    let mapping = tree.parent(key)?;
    let source = tree.source();
    let line = source.line_index(tree.span(key).start());
    let span = source.line_span(line)?;
    let alone = source.slice(span).trim().strip_suffix(':') == Some(source.slice(tree.span(key)));
    let kept = tree.entries(mapping).len() > 1;
    if !alone || !kept || tree.anchors_at(value).next().is_some() {
        return None;
    }
    let next = source.line_span(line + 1)?;
    let whole = Span::new(span.start(), next.start());
    Some(Fix::suggestion("remove the key", whole, ""))
}
