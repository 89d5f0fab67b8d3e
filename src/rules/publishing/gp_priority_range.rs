//! In-app updates have six priorities.

use crate::rules::prelude::*;
use crate::rules::shared::words::excerpt;

rule! {
    id: "gp-priority-range",
    category: Schema,
    summary: "an `in_app_update_priority` that is not a whole number from 0 to 5",
    source: "https://docs.codemagic.io/yaml-publishing/google-play/",
    check: Schema(check),
}

fn check(problem: &Problem, report: &mut Report<'_>) {
    let is_number = matches!(
        problem.kind,
        ProblemKind::OutOfRange { .. }
            | ProblemKind::WrongType {
                found: Found::Float,
                ..
            }
    );
    if !is_number || !problem.is_at("GooglePlay", "in_app_update_priority") {
        return;
    }
    let written = excerpt(report.tree().scalar(problem.node).unwrap_or_default());
    report
        .at(
            problem.node,
            format!("`in_app_update_priority` must be a whole number from 0 to 5, not `{written}`"),
        )
        .help("0 urges nobody to update and 5 the most; leave the key out where the app has no in-app updates. Codemagic rejects the whole file otherwise");
}
