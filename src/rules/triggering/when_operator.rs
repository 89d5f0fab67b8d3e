//! An operator of another language in a condition.

use std::ops::Range;

use crate::expression::condition::MarkKind;
use crate::finding::Safety;
use crate::rules::prelude::*;
use crate::rules::shared::conditions::fix;

rule! {
    id: "when-operator",
    category: Triggering,
    severity: Error,
    summary: "an operator of another language in a condition, such as `&&`",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Safe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for condition in view.conditions() {
        for mark in &condition.parsed.marks {
            let MarkKind::WrongOperator { meant, certain } = mark.kind else {
                continue;
            };
            let operator = condition.slice(&mark.span);
            let span = view.script_span(condition.node, mark.span.clone());
            let draft = report
                .span(condition.node, span, format!("conditions have no operator `{operator}`: write `{meant}`"))
                .help("conditions know `==`, `not`, `and`, `or` and brackets; with another operator the condition cannot be judged");
            let text = spaced(condition.text, &mark.span, meant);
            if let Some(edit) = condition.replace(view, &mark.span, &text) {
                let safety = if certain {
                    Safety::Safe
                } else {
                    Safety::Unsafe
                };
                draft.fix(fix(format!("write `{meant}`"), safety, edit));
            }
        }
    }
}

/// A word with spaces where it would grow together with its neighbours.
fn spaced(text: &str, range: &Range<usize>, operator: &str) -> String {
    let before = text.get(..range.start).unwrap_or_default();
    let behind = text.get(range.end..).unwrap_or_default();
    let is_word = operator.starts_with(|c: char| c.is_alphabetic());
    // `&` and `|` bring spaces of their own.
    let stands_free = |c: char| c.is_whitespace() || "(&|".contains(c);
    let left = is_word && !before.is_empty() && !before.ends_with(stands_free);
    let right = is_word && !behind.starts_with(char::is_whitespace);
    let space = |needed| if needed { " " } else { "" };
    format!("{}{operator}{}", space(left), space(right))
}
