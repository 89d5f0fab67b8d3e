//! A second YAML document in the file.

use crate::rules::prelude::*;

rule! {
    id: "multiple-documents",
    category: Syntax,
    summary: "more than one YAML document in the file",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Syntax(check),
}

fn check(problem: &SyntaxProblem, report: &mut Report<'_>) {
    if problem.kind != SyntaxProblemKind::MultipleDocuments {
        return;
    }
    report
        .text(
            problem.span,
            "a second YAML document begins here, but Codemagic reads files with one only",
        )
        .help("put all workflows under one `workflows` key and remove the `---`; what follows was not checked");
}
