//! A tag that Codemagic's reader refuses.

use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "unsupported-tag",
    category: Syntax,
    summary: "a tag such as `!Ref` that Codemagic does not know",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::UnsupportedTag {
        return;
    }
    let tag = excerpt(report.tree().source().slice(problem.span));
    report
        .text(
            problem.span,
            format!("`{tag}` is a tag that Codemagic does not know"),
        )
        .help("remove the tag; if `!` begins a pattern, quote the whole value");
}
