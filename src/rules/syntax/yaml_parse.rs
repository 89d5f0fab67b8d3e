//! Broken in a way that no other rule of this folder explains.

use crate::rules::prelude::*;

rule! {
    id: "yaml-parse",
    category: Syntax,
    summary: "a line that is not YAML, for none of the common reasons",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::Other {
        return;
    }
    report
        .text(problem.span, "this line cannot be read as YAML")
        .help("look at its indentation, colons and quotes, and those of the line above; Codemagic cannot read the file otherwise");
}
