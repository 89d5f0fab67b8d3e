//! A quote without its end.

use crate::rules::prelude::*;

rule! {
    id: "unclosed-quote",
    category: Syntax,
    summary: "a quote that is opened and never closed",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::UnclosedQuote {
        return;
    }
    let text = report.tree().source().slice(problem.span);
    let quote = text.chars().next().unwrap_or('"');
    let escaped = if quote == '"' { "\\\"" } else { "''" };
    report
        .text(
            problem.span,
            format!("the quote `{quote}` that opens here is never closed"),
        )
        .help(format!(
            "close it at the end of the value; inside, write `{escaped}` for `{quote}`"
        ));
}
