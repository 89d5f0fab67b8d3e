//! A line whose indentation fits nothing around it.

use crate::rules::prelude::*;
use crate::syntax::SourceFile;

rule! {
    id: "bad-indentation",
    category: Syntax,
    summary: "a line whose indentation fits nothing above it",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::Indentation {
        return;
    }
    let source = report.tree().source();
    let here = source.position(problem.span.start()).column - 1;
    let above = levels(source, source.line_index(problem.span.start()));
    let is_item = source.slice(problem.span).starts_with("- ");
    let message = match above.iter().find(|(at, _)| *at == here) {
        Some((_, false)) if is_item => "a list item cannot stand in the column of keys".to_owned(),
        Some((_, true)) if !is_item => "a key cannot stand in the column of dashes".to_owned(),
        Some(_) => "this line does not fit to what stands above it".to_owned(),
        None if above.is_empty() => "this line is indented, but nothing above it is".to_owned(),
        None => format!(
            "indented by {here}, but the lines above it by {}",
            nearest(&above, here)
        ),
    };
    report
        .text(problem.span, message)
        .help("keys of one mapping stand in one column, the dashes of one list too, and the lines of a script not left of its first");
}

/// The levels next to a column, in words.
fn nearest(levels: &[(usize, bool)], column: usize) -> String {
    let less = levels.iter().map(|(at, _)| *at).filter(|at| *at < column);
    let more = levels.iter().map(|(at, _)| *at).filter(|at| *at > column);
    let found: Vec<String> = less
        .max()
        .into_iter()
        .chain(more.min())
        .map(|at| at.to_string())
        .collect();
    found.join(" and ")
}

/// The indentations that the lines above a line leave open, and whether each is
/// that of a dash.
fn levels(source: &SourceFile, line: usize) -> Vec<(usize, bool)> {
    let mut open: Vec<(usize, bool)> = Vec::new();
    for span in (0..line).rev().filter_map(|line| source.line_span(line)) {
        let text = source.slice(span);
        let words = text.trim_start_matches(' ');
        let indent = text.len() - words.len();
        if words.trim().is_empty() || words.starts_with('#') {
            continue;
        }
        if open.last().is_some_and(|(least, _)| indent >= *least) {
            continue;
        }
        let is_item = words.starts_with("- ");
        if is_item && open.is_empty() {
            // What stands behind the dash is a level too.
            let inner = words[1..].trim_start_matches(' ').len();
            open.push((indent + words.len() - inner, false));
        }
        open.push((indent, is_item));
        if indent == 0 {
            break;
        }
    }
    open
}
