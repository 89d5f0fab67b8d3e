//! What edits may be made in a condition: whether it can still be read then, and
//! how far a `not` reaches.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::expression::condition::{Expression, ExpressionKind, Mark, MarkKind, parse};

use super::conditions::WrittenCondition;

/// Whether the condition can be read once everything in it that is written as in
/// another language is written as conditions have it.
pub(crate) fn can_be_mended(condition: &WrittenCondition<'_>) -> bool {
    let mut mended = String::with_capacity(condition.text.len());
    let mut end = 0;
    for mark in &condition.parsed.marks {
        let (Some(meant), Some(between)) = (meant(mark), condition.text.get(end..mark.span.start))
        else {
            continue;
        };
        // Spaces keep words apart, and change nothing elsewhere.
        mended.extend([between, " ", meant, " "]);
        end = mark.span.end;
    }
    mended.push_str(condition.text.get(end..).unwrap_or_default());
    parse(&mended).error.is_none()
}

/// What conditions write instead of what is marked.
fn meant(mark: &Mark) -> Option<&str> {
    match &mark.kind {
        MarkKind::WrongOperator { meant, .. } => Some(meant),
        MarkKind::ShellVariable { meant } => meant.as_deref(),
        MarkKind::Undocumented => None,
    }
}

/// Whether the condition cannot be read at this place, which is said of it already.
pub(crate) fn is_error(condition: &WrittenCondition<'_>, mark: &Mark) -> bool {
    let error = condition.parsed.error.as_ref();
    error.is_some_and(|error| error.span.start == mark.span.start)
}

/// The operands of `and` and `or` that a `not` without brackets begins, with more
/// behind them that it could be taken to reach over: their ends by their starts.
pub(crate) fn reaching_nots(condition: &WrittenCondition<'_>) -> FxHashMap<usize, usize> {
    let parts = condition.parsed.expression.parts();
    let operands = parts.flat_map(|part| match &part.kind {
        ExpressionKind::And(operands) | ExpressionKind::Or(operands) => operands.as_slice(),
        _ => &[],
    });
    let reaching = operands.filter(|it| is_not(it) && is_followed(condition, &it.span));
    reaching.map(|it| (it.span.start, it.span.end)).collect()
}

/// Whether it is a `not` without brackets around it.
pub(crate) fn is_not(operand: &Expression) -> bool {
    matches!(operand.kind, ExpressionKind::Not(_))
}

/// Whether more stands behind a part, inside the same brackets.
pub(crate) fn is_followed(condition: &WrittenCondition<'_>, part: &Range<usize>) -> bool {
    let behind = condition.text.get(part.end..).unwrap_or_default();
    let next = behind.trim_start().chars().next();
    next.is_some_and(|next| !matches!(next, ')' | ']' | ','))
}
