//! Fields that take no variable.

use crate::expression::{Reference, reference};
use crate::rules::prelude::*;
use crate::rules::shared::subject::subject;
use crate::rules::shared::words::excerpt;

rule! {
    id: "variable-not-allowed-here",
    category: Schema,
    summary: "a variable in a field that takes none",
    source: "https://docs.codemagic.io/yaml-basic-configuration/using-environment-variables/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let (ProblemKind::UnknownKeyword { expected }
    | ProblemKind::WrongType { expected, .. }
    | ProblemKind::WrongForm { expected }) = problem.kind
    else {
        return;
    };
    let tree = report.tree();
    let Some(Scalar::Text(value)) = tree.value(problem.node) else {
        return;
    };
    if reference(value) != Some(Reference::Variable) || expected.accepts_variable() {
        return;
    }
    let literal = match expected.keywords() {
        [] => "the value itself".to_owned(),
        _ => expected.expected(),
    };
    let or_input = if expected.accepts_input() {
        ", or `${{ inputs.<id> }}` to ask for it when the build starts"
    } else {
        ""
    };
    let what = subject(tree, problem);
    report
        .at(
            problem.node,
            format!(
                "{what} takes no variable: `{}` is not filled in",
                excerpt(value)
            ),
        )
        .help(format!(
            "write {literal}{or_input}; Codemagic rejects the whole file otherwise"
        ));
}
