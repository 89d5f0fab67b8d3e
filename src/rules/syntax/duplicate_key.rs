//! The same key twice in one mapping.

use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "duplicate-key",
    category: Syntax,
    summary: "a key that stands twice in one mapping",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::DuplicateKey {
        return;
    }
    let key = excerpt(report.tree().source().slice(problem.span));
    let draft = report.text(
        problem.span,
        format!("`{key}` is given twice: the later silently wins and the earlier is lost"),
    );
    draft.help("join the two, or rename or remove one");
    if let Some(earlier) = problem.related {
        draft.related_span(earlier, "what stands here is lost");
    }
}
