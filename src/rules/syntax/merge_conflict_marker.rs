//! Markers of a merge conflict.

use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "merge-conflict-marker",
    category: Syntax,
    summary: "markers of a merge conflict that was not resolved",
    source: "https://git-scm.com/docs/git-merge#_how_conflicts_are_presented",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::ConflictMarker {
        return;
    }
    let marker = excerpt(report.tree().source().slice(problem.span));
    report
        .text(
            problem.span,
            format!("`{marker}` marks a merge conflict that was not resolved"),
        )
        .help("keep one side and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`; the upper side was checked");
}
