//! A value that contains itself through an alias.

use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "recursive-alias",
    category: Syntax,
    summary: "an alias inside the value it names",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::RecursiveAlias {
        return;
    }
    let alias = excerpt(report.tree().source().slice(problem.span));
    let draft = report.text(
        problem.span,
        format!("`{alias}` stands inside the value it names, which would have no end"),
    );
    draft.help("move the anchor to the part that is meant, or write the value out here");
    if let Some(anchor) = problem.related {
        draft.related_span(anchor, "the value begins here");
    }
}
