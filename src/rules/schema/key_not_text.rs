//! A list or mapping as a key.

use crate::rules::prelude::*;

rule! {
    id: "key-not-text",
    category: Schema,
    summary: "a key that is a list or a mapping",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    if !matches!(problem.kind, ProblemKind::KeyNotText) {
        return;
    }
    let what = match report.tree().kind(problem.node) {
        NodeKind::Sequence => "a list",
        NodeKind::Mapping => "a mapping",
        NodeKind::Scalar | NodeKind::Alias => "no text",
    };
    report
        .at(problem.node, format!("this key is {what}; keys must be text"))
        .help("quote a key that begins with a bracket or a brace; Codemagic cannot read the file otherwise");
}
