//! A line of a block scalar that stands left of its indentation.

use crate::rules::prelude::*;

rule! {
    id: "block-scalar-dedent",
    category: Syntax,
    summary: "a line of a script that stands left of the script's indentation",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::BlockScalarDedent {
        return;
    }
    let draft = report.text(
        problem.span,
        "this line stands left of the text that it continues, which therefore ends before it",
    );
    draft.help(
        "indent it like the lines above; YAML takes the common indentation away, so the shell still sees it at the start of a line",
    );
    if let Some(header) = problem.related {
        draft.related_span(header, "the text begins here");
    }
}
