//! A bracket or brace without its end.

use crate::rules::prelude::*;

rule! {
    id: "unclosed-bracket",
    category: Syntax,
    summary: "a bracket or brace that is never closed, or holds something that does not fit",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::UnclosedBracket {
        return;
    }
    let text = report.tree().source().slice(problem.span);
    let (open, close) = if text.starts_with('{') {
        ('{', '}')
    } else {
        ('[', ']')
    };
    let message = if text.matches(open).count() > text.matches(close).count() {
        format!("`{open}` is never closed")
    } else {
        format!("what stands between `{open}` and `{close}` cannot be read")
    };
    report.text(problem.span, message).help(format!(
        "separate items with commas and end with `{close}`; quote the value if `{open}` is a part of it"
    ));
}
