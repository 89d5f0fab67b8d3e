//! Text behind a closing quote.

use crate::rules::prelude::*;
use crate::rules::shared::words::quoted;

rule! {
    id: "text-after-quote",
    category: Syntax,
    summary: "text behind the closing quote of a value",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Unsafe,
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::TextAfterQuote {
        return;
    }
    let text = report.tree().source().slice(problem.span);
    let quote = text.chars().next().unwrap_or('"');
    let draft = report.text(
        problem.span,
        format!("text follows the closing `{quote}`, with which the value has ended"),
    );
    draft.help("put the whole value in quotes; in single quotes write `''` for `'`");
    if text.contains(" #") {
        // A comment must not get into the quotes.
        return;
    }
    // `'It's App'`: the outer quotes are right, the inner one is not.
    let inner = text
        .strip_prefix('\'')
        .and_then(|text| text.strip_suffix('\''));
    draft.fix(Fix::suggestion(
        "quote the whole value",
        problem.span,
        quoted(inner.unwrap_or(text)),
    ));
}
