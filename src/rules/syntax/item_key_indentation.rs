//! A key of a list item that stands at the column of the dash.

use crate::finding::{Edit, Safety};
use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;
use crate::syntax::Tree;

rule! {
    id: "item-key-indentation",
    category: Syntax,
    summary: "a key of a list item that is indented like its dash",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::ItemKeyIndentation {
        return;
    }
    let tree = report.tree();
    let key = excerpt(tree.source().slice(problem.span));
    let Some(first) = problem.related else {
        report.text(problem.span, format!("`{key}` is indented like a dash"));
        return;
    };
    let first_key = excerpt(tree.source().slice(first));
    let fix = Fix {
        title: format!("indent `{key}` like `{first_key}`"),
        safety: Safety::Unsafe,
        edits: indent(tree, problem.span, first),
    };
    report
        .text(
            problem.span,
            format!("`{key}` is indented like the dash, so it does not belong to the item of `{first_key}`"),
        )
        .help(format!("indent it as far as `{first_key}`, with all that belongs to it"))
        .related_span(first, "the item's first key")
        .fix(fix);
}

/// Moves the key, and the deeper lines below it, as far right as the first key.
fn indent(tree: &Tree, key: Span, first: Span) -> Vec<Edit> {
    let source = tree.source();
    let column = |span: Span| source.position(span.start()).column;
    let by = " ".repeat(column(first).saturating_sub(column(key)));
    let line = source.line_index(key.start());
    let below = (line + 1..).map_while(|line| source.line_span(line));
    let deeper = below.take_while(|line| {
        let text = source.slice(*line);
        let indent = text.len() - text.trim_start_matches(' ').len();
        text.trim().is_empty() || indent >= column(key)
    });
    let filled = deeper.filter(|line| !source.slice(*line).trim().is_empty());
    std::iter::once(key.start())
        .chain(filled.map(Span::start))
        .map(|at| Edit {
            span: Span::at(at),
            text: by.clone(),
        })
        .collect()
}
