//! `-item` instead of `- item`.

use crate::finding::{Edit, Safety};
use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;
use crate::syntax::Tree;

rule! {
    id: "dash-without-space",
    category: Syntax,
    summary: "a list item without a space behind its dash",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Safe,
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::DashWithoutSpace {
        return;
    }
    let tree = report.tree();
    let item = tree.source().slice(problem.span);
    let fix = Fix {
        title: "insert a space behind the dash".to_owned(),
        safety: Safety::Safe,
        edits: spaces(tree, problem.span),
    };
    let message = format!(
        "`{}` is no list item: a space must follow the dash",
        excerpt(item)
    );
    report
        .text(problem.span, message)
        .help("without the space the dash is the beginning of a text")
        .fix(fix);
}

/// A space for this line, and for those that YAML took for more of the same
/// text.
fn spaces(tree: &Tree, first: Span) -> Vec<Edit> {
    let node = tree.span(tree.innermost(first.start()));
    let text = if node.start() == first.start() {
        tree.source().slice(node)
    } else {
        tree.source().slice(first)
    };
    text.split_inclusive('\n')
        .scan(first.start(), |at, line| {
            let dash = *at + line.len() - line.trim_start().len();
            *at += line.len();
            Some((dash, line.trim_start()))
        })
        .filter(|(_, line)| {
            line.strip_prefix('-')
                .is_some_and(|rest| !rest.starts_with(['-', ' ', '\t', '\r', '\n']))
        })
        .map(|(dash, _)| Edit {
            span: Span::at(dash + 1),
            text: " ".to_owned(),
        })
        .collect()
}
