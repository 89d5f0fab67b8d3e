//! `not` beside `and` or `or` without brackets.

use std::ops::Range;

use crate::expression::condition::{Expression, ExpressionKind, MarkKind};
use crate::finding::Safety;
use crate::rules::prelude::*;
use crate::rules::shared::condition_fixes::{is_followed, is_not};
use crate::rules::shared::conditions::WrittenCondition;

rule! {
    id: "when-parentheses",
    category: Triggering,
    severity: Info,
    summary: "`not` beside `and` or `or` without brackets",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for condition in view.conditions() {
        if condition.parsed.error.is_some() {
            continue;
        }
        for part in condition.parsed.expression.parts() {
            let (word, operands) = match &part.kind {
                ExpressionKind::And(operands) => ("and", operands),
                ExpressionKind::Or(operands) => ("or", operands),
                _ => continue,
            };
            let bare: Vec<Range<usize>> = operands
                .iter()
                .filter(|operand| is_bare_not(condition, operand))
                .map(|operand| operand.span.clone())
                .collect();
            // The last of all has nothing behind it to reach over.
            let Some(first) = bare.first().filter(|it| is_followed(condition, it)) else {
                continue;
            };
            let span = view.script_span(condition.node, first.clone());
            report
                .span(condition.node, span, format!("`not` stands beside `{word}` without brackets"))
                .help(format!("write `(not a) {word} (b)`: the documentation asks for brackets around each part, so that it is clear how far `not` reaches"))
                .fix(Fix {
                    title: "put brackets around each `not`".to_owned(),
                    safety: Safety::Unsafe,
                    edits: condition.brackets(view, &bare),
                });
        }
    }
}

/// Whether it is a `not` without brackets; `!` has to become `not` first.
fn is_bare_not(condition: &WrittenCondition<'_>, operand: &Expression) -> bool {
    let start = operand.span.start;
    let marks = &condition.parsed.marks;
    let first = marks.partition_point(|mark| mark.span.start < start);
    let is_foreign = marks.get(first).is_some_and(|mark| {
        mark.span.start == start && matches!(mark.kind, MarkKind::WrongOperator { .. })
    });
    is_not(operand) && !is_foreign
}
