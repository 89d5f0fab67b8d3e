//! An operator of another language in a condition.

use std::cell::LazyCell;
use std::ops::Range;

use crate::expression::condition::MarkKind;
use crate::finding::{Edit, Safety};
use crate::rules::prelude::*;
use crate::rules::shared::condition_fixes::{can_be_mended, is_error, reaching_nots};

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
        let is_mendable = LazyCell::new(|| can_be_mended(condition));
        let reaching = LazyCell::new(|| reaching_nots(condition));
        for mark in &condition.parsed.marks {
            let MarkKind::WrongOperator { meant, certain } = mark.kind else {
                continue;
            };
            if is_error(condition, mark) {
                continue;
            }
            let operator = condition.slice(&mark.span);
            let span = view.script_span(condition.node, mark.span.clone());
            let draft = report
                .span(condition.node, span, format!("conditions have no operator `{operator}`: write `{meant}`"))
                .help("conditions know `==`, `not`, `and`, `or` and brackets; with another operator the condition cannot be judged");
            if !*is_mendable {
                continue;
            }
            // As in the other language, what follows the operand is not negated.
            let operand = reaching.get(&mark.span.start);
            let open = if operand.is_some() { "(" } else { "" };
            let text = spaced(condition.text, &mark.span, open, meant);
            let Some(edit) = condition.replace(view, &mark.span, &text) else {
                continue;
            };
            let close = operand.map(|end| Edit {
                span: Span::at(
                    view.script_span(condition.node, mark.span.start..*end)
                        .end(),
                ),
                text: ")".to_owned(),
            });
            let brackets = if close.is_some() { " in brackets" } else { "" };
            draft.fix(Fix {
                title: format!("write `{meant}`{brackets}"),
                safety: if certain {
                    Safety::Safe
                } else {
                    Safety::Unsafe
                },
                edits: [edit].into_iter().chain(close).collect(),
            });
        }
    }
}

/// A word with spaces where it would grow together with its neighbours, and perhaps
/// with a bracket before it.
fn spaced(text: &str, range: &Range<usize>, open: &str, operator: &str) -> String {
    let before = text.get(..range.start).unwrap_or_default();
    let behind = text.get(range.end..).unwrap_or_default();
    let is_word = operator.starts_with(|c: char| c.is_alphabetic());
    // `&` and `|` bring spaces of their own.
    let stands_free = |c: char| c.is_whitespace() || "(&|".contains(c);
    let left = is_word && !before.is_empty() && !before.ends_with(stands_free);
    let right = is_word && !behind.starts_with(char::is_whitespace);
    let space = |needed| if needed { " " } else { "" };
    format!("{}{open}{operator}{}", space(left), space(right))
}
