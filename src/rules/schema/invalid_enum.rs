//! A word that is none of those a key accepts.

use crate::knowledge::machines::AS_OF;
use crate::model::join_or;
use crate::rules::prelude::*;
use crate::rules::shared::edits::replace;
use crate::rules::shared::keywords::{is_current, meant};
use crate::rules::shared::subject::subject;
use crate::rules::shared::words::excerpt;

rule! {
    id: "invalid-enum",
    category: Schema,
    summary: "a word that is none of those the key accepts",
    source: "https://docs.codemagic.io/yaml-basic-configuration/yaml-getting-started/",
    fix: Safe,
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let ProblemKind::UnknownKeyword { expected } = problem.kind else {
        return;
    };
    let tree = report.tree();
    let value = tree.scalar(problem.node).unwrap_or_default();
    let is_machine = problem.is_at("Workflow", "instance_type");
    if is_machine
        && report
            .settings()
            .known
            .instance_types
            .iter()
            .any(|it| it == value)
    {
        return;
    }
    let what = subject(tree, problem);
    let words = || {
        expected
            .keywords()
            .iter()
            .filter(|word| is_current(word))
            .map(|word| word.value)
    };
    let list: Vec<String> = words().map(|word| format!("`{word}`")).collect();
    let list = join_or(&list);
    let near = meant(value, words);
    let shown = excerpt(value);
    let message = match near {
        Some(near) => format!("{what} cannot be `{shown}`; did you mean `{near}`?"),
        None => format!("{what} cannot be `{shown}`"),
    };
    let newer = if is_machine {
        format!("; these are the machines of {AS_OF}, list newer ones under `known.instance-types`")
    } else {
        String::new()
    };
    let fix = near.map(|near| {
        let title = format!("write `{near}`");
        if near.eq_ignore_ascii_case(value) {
            replace(tree, problem.node, &title, near)
        } else {
            Fix::suggestion(title, tree.span(problem.node), near)
        }
    });
    let draft = report
        .at(problem.node, message)
        .help(format!("write {list}{newer}"));
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}
