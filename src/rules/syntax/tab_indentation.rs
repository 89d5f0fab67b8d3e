//! Tabs where the indentation should be.

use crate::finding::{Edit, Safety};
use crate::rules::prelude::*;
use crate::syntax::Tree;

rule! {
    id: "tab-indentation",
    category: Syntax,
    summary: "a tab in the indentation",
    source: "https://yaml.org/spec/1.1/",
    fix: Unsafe,
    check: Syntax(check),
}

/// Put in place of one tab.
const SPACES: &str = "  ";

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::TabIndentation {
        return;
    }
    let edits = edits(report.tree(), problem.span.start());
    let draft = report.text(
        problem.span,
        "a tab in the indentation: YAML takes only spaces there",
    );
    draft.help("indent with spaces, and tell the editor to insert spaces for the tab key");
    if !edits.is_empty() {
        draft.fix(Fix {
            title: "replace each tab by two spaces".to_owned(),
            safety: Safety::Unsafe,
            edits,
        });
    }
}

/// Edits for the tabs of this line and of those right below it.
fn edits(tree: &Tree, from: usize) -> Vec<Edit> {
    let source = tree.source();
    let first = source.line_index(from);
    let lines = (first..).map_while(|line| source.line_span(line));
    let indents = lines.map(|line| {
        let text = source.slice(line);
        let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
        (line.start(), &text[..indent])
    });
    indents
        .take_while(|(_, indent)| indent.contains('\t'))
        .flat_map(|(start, indent)| indent.match_indices('\t').map(move |(at, _)| start + at))
        .map(|at| Edit {
            span: Span::new(at, at + 1),
            text: SPACES.to_owned(),
        })
        .collect()
}
