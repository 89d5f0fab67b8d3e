//! An environment variable compared with something that is no text.

use crate::expression::condition::{Comparison, Expression, ExpressionKind, Type, type_of};
use crate::finding::Safety;
use crate::rules::prelude::*;
use crate::rules::shared::conditions::{WrittenCondition, fix, type_of_input};

rule! {
    id: "when-env-compare-bool",
    category: Triggering,
    summary: "an environment variable compared with `true`, `false` or a number without quotes",
    source: "https://docs.codemagic.io/yaml-running-builds/starting-builds-automatically/",
    fix: Unsafe,
    check: Workflow(check),
}

fn check(view: &WorkflowView<'_>, report: &mut Report<'_>) {
    for condition in view.conditions() {
        for part in condition.parsed.expression.parts() {
            let ExpressionKind::Compare { first, rest } = &part.kind else {
                continue;
            };
            let mut left: &Expression = first;
            for (operator, right) in rest {
                if matches!(operator, Comparison::Equal | Comparison::NotEqual) {
                    judge(view, condition, left, right, report);
                    judge(view, condition, right, left, report);
                }
                left = right;
            }
        }
    }
}

fn judge(
    view: &WorkflowView<'_>,
    condition: &WrittenCondition<'_>,
    variable: &Expression,
    value: &Expression,
    report: &mut Report<'_>,
) {
    let input = |id: &str| type_of_input(view, id);
    let (variable, value) = (variable.ungrouped(), value.ungrouped());
    let ExpressionKind::Path(path) = &variable.kind else {
        return;
    };
    let is_literal = matches!(
        value.kind,
        ExpressionKind::Boolean(_) | ExpressionKind::Number(_) | ExpressionKind::Input(_)
    );
    let never_text = matches!(type_of(value, &input), Type::Boolean | Type::Number);
    if !is_literal || !never_text || type_of(variable, &input) != Type::Text {
        return;
    }
    let written = match value.kind {
        ExpressionKind::Boolean(value) => value.to_string(),
        _ => condition.slice(&value.span).to_owned(),
    };
    let span = view.script_span(condition.node, value.span.clone());
    let draft = report
        .span(
            condition.node,
            span,
            format!("`{path}` is text and never equals `{written}` without quotes"),
        )
        .help(format!(
            "environment variables are texts: compare with `\"{written}\"`"
        ));
    if let Some(edit) = condition.replace(view, &value.span, &format!("\"{written}\"")) {
        draft.fix(fix("quote the value", Safety::Unsafe, edit));
    }
}
