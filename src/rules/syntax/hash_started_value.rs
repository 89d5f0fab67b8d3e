//! `key: #value`, where the value is a comment.

use crate::finding::Safety;
use crate::rules::prelude::*;
use crate::rules::shared::words::{excerpt, quoted};

rule! {
    id: "hash-started-value",
    category: Syntax,
    summary: "a value that begins with `#` and so is a comment",
    source: "https://docs.codemagic.io/yaml-notification/slack/",
    fix: Safe,
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::HashStartedValue {
        return;
    }
    let source = report.tree().source();
    let comment = source.slice(problem.span);
    let key = problem.related.unwrap_or(problem.span);
    let value = comment.split(" #").next().unwrap_or(comment).trim_end();
    let span = Span::new(problem.span.start(), problem.span.start() + value.len());
    let mut fix = Fix::safe("quote the value", span, quoted(value));
    if value.contains(char::is_whitespace) {
        // Several words may be a comment after all.
        fix.safety = Safety::Unsafe;
    }
    let message = format!(
        "`{}` is a comment in YAML, so `{}` has no value",
        excerpt(value),
        excerpt(source.slice(key))
    );
    let node = report.tree().innermost(key.start());
    report
        .span(node, span, message)
        .help("quote the value; if it is a comment, put a space behind `#`")
        .fix(fix);
}
